using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;

namespace Wallstreet.Orchestration.Workers;

/// <summary>
/// The worker's side of a step in a process of its own. It reads one request, a line of JSON, writes events as lines of JSON
/// while it works, and a last line that says how it ended. When its input is closed, it stops: so a worker never outlives
/// the process that started it.
/// </summary>
/// <param name="graph">All assets of the program.</param>
/// <param name="services">The services of the program.</param>
/// <param name="options">How steps are executed.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Makes the program's loggers; they must not write to standard output.</param>
public sealed class WorkerHost(
    AssetGraph graph, IServiceProvider services, RunExecutorOptions options, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>
    /// Works over the standard streams. What the step prints goes to standard error, so that it does not get between events.
    /// </summary>
    /// <param name="cancellationToken">Stops the step.</param>
    /// <returns>The exit code: 0 when the outcome was told, 2 when there was no request.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        Stream input = Console.OpenStandardInput();
        Stream output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        return await RunAsync(input, output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Works over two streams.</summary>
    /// <param name="input">Gives the request, and ends when the step shall stop.</param>
    /// <param name="output">Takes events and the outcome.</param>
    /// <param name="cancellationToken">Stops the step.</param>
    /// <returns>The exit code: 0 when the outcome was told, 2 when there was no request.</returns>
    public async Task<int> RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        // The watch below may still be reading when the step has ended, so the reader is left to the process.
        StreamReader lines = new(input, Encoding.UTF8, leaveOpen: true);
        WorkerRequest? request = ReadRequest(await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false));
        if (request is null)
        {
            await Console.Error.WriteLineAsync("A worker is started by the program itself; there is no request on standard input.")
                .ConfigureAwait(false);
            return 2;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using CancellationTokenSource done = new();
        Task watch = WatchAsync(lines, stop, done.Token);
        WorkerEvents events = new(output);
        StepOutcome outcome = await ExecuteAsync(request, events, stop.Token).ConfigureAwait(false);
        if (outcome is StepOutcome.Succeeded succeeded)
        {
            foreach (RunEvent runEvent in succeeded.Events)
            {
                events.Post(runEvent);
            }
        }

        events.WriteLine(JsonSerializer.SerializeToUtf8Bytes(WorkerOutcome.From(outcome), WorkerJsonContext.Default.WorkerOutcome));
        await done.CancelAsync().ConfigureAwait(false);
        // A blocking read of standard input cannot be broken off; the process ends without it.
        _ = watch;
        return 0;
    }

    private static WorkerRequest? ReadRequest(string? line)
    {
        try
        {
            return string.IsNullOrEmpty(line) ? null : JsonSerializer.Deserialize(line, WorkerJsonContext.Default.WorkerRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task WatchAsync(StreamReader lines, CancellationTokenSource stop, CancellationToken done)
    {
        try
        {
            while (await lines.ReadLineAsync(done).ConfigureAwait(false) is not null)
            {
                // Nothing but the end of the input has a meaning.
            }

            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The step has ended before its input.
        }
    }

    private async ValueTask<StepOutcome> ExecuteAsync(WorkerRequest request, WorkerEvents events, CancellationToken stop)
    {
        try
        {
            InProcessStepRunner runner = new(services, time, options, loggers);
            return await runner.RunAsync(request.ToAttempt(graph), events, stop).ConfigureAwait(false);
        }
        catch (Exception error) when (error is AssetGraphException or ArgumentException or FormatException)
        {
            StepError told = StepError.FromException(error);
            return new StepOutcome.Failed(
                told with { Message = $"The worker process cannot make what it was asked for. {told.Message}" }, Retryable: false);
        }
    }
}
