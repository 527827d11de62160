using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;

namespace Wallstreet.Orchestration.Workers;

/// <summary>Reads what a worker process writes: events and the outcome from its output, its last words from its errors.</summary>
internal sealed class WorkerOutput(
    Process process, StepAttempt attempt, IStepEvents events, TimeProvider time, int standardErrorLinesMax)
{
    private readonly Queue<string> _lastWords = new();

    /// <summary>The outcome, once the worker has told it.</summary>
    public StepOutcome? Outcome { get; private set; }

    /// <summary>The last lines on standard error.</summary>
    public IReadOnlyList<string> StandardError
    {
        get
        {
            lock (_lastWords)
            {
                return [.. _lastWords];
            }
        }
    }

    /// <summary>Reads both until they end.</summary>
    public Task ReadAsync() => Task.WhenAll(ReadEventsAsync(), ReadErrorsAsync());

    private async Task ReadEventsAsync()
    {
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
            {
                Take(line);
            }
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (_lastWords)
            {
                _lastWords.Enqueue(line);
                if (_lastWords.Count > standardErrorLinesMax)
                {
                    _lastWords.Dequeue();
                }
            }
        }
    }

    private void Take(string line)
    {
        RunEvent? runEvent = line[0] == '{' ? TryRead(line) : null;
        switch (runEvent)
        {
            case UnknownRunEvent { TypeName: WorkerOutcome.TypeName }:
                Outcome = JsonSerializer.Deserialize(line, WorkerJsonContext.Default.WorkerOutcome)?.ToOutcome();
                break;
            case null:
                // Native code may print where events belong; that is worth a line in the log and no more.
                events.Post(new LogWritten
                {
                    RunId = attempt.RunId,
                    Timestamp = time.GetUtcNow(),
                    StepKey = attempt.StepKey,
                    AssetKey = attempt.Asset.Key,
                    Level = LogLevel.Information,
                    Message = line,
                    Category = "stdout",
                });
                break;
            default:
                events.Post(runEvent with { RunId = attempt.RunId, StepKey = attempt.StepKey });
                break;
        }
    }

    private static RunEvent? TryRead(string line)
    {
        try
        {
            return RunEventJson.Deserialize(Encoding.UTF8.GetBytes(line));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
