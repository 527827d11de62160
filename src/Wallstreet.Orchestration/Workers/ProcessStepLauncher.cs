using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;

namespace Wallstreet.Orchestration.Workers;

/// <summary>
/// Carries out each attempt in a worker process: starts the program as <c>worker --run ID --step KEY --attempt N</c>, gives
/// it the request on its standard input, and takes events from its standard output. A crash is a failed attempt that tells
/// exit code or signal and the last lines on standard error. Canceling closes the input, and kills the process with all it
/// has started when that is not enough.
/// </summary>
/// <param name="program">How a worker is started.</param>
/// <param name="time">The clock.</param>
public sealed class ProcessStepLauncher(WorkerProgram program, TimeProvider time) : IStepRunner
{
    private static readonly TimeSpan _pipesGrace = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public async ValueTask<StepOutcome> RunAsync(StepAttempt attempt, IStepEvents events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(events);
        using Process process = new() { StartInfo = Describe(attempt) };
        try
        {
            process.Start();
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            return new StepOutcome.Failed(new StepError(
                $"The worker process could not be started: {error.Message} The program is \"{program.FileName}\"."));
        }

        using var late = attempt.Asset.Timeout is { } timeout
            ? new CancellationTokenSource(timeout + program.StopGrace, time)
            : new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        WorkerOutput output = new(process, attempt, events, time, program.StandardErrorLinesMax);
        Task reading = output.ReadAsync();
        try
        {
            await SendAsync(process, attempt).ConfigureAwait(false);
            await process.WaitForExitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process).ConfigureAwait(false);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        // What a worker has started may hold the pipes open after it has ended.
        using CancellationTokenSource pipesGrace = new(_pipesGrace, TimeProvider.System);
        await reading.WaitAsync(pipesGrace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Judge(process, output, cancellationToken.IsCancellationRequested, late.IsCancellationRequested);
    }

    private static StepOutcome Judge(Process process, WorkerOutput output, bool canceled, bool late)
    {
        if (output.Outcome is { } outcome && (outcome is not StepOutcome.Canceled || canceled))
        {
            return outcome;
        }

        if (canceled)
        {
            return new StepOutcome.Canceled();
        }

        StepError crash = WorkerCrash.Describe(process.ExitCode, output.StandardError);
        return new StepOutcome.Failed(late ? crash with { Message = $"The attempt took longer than its timeout, and {crash.Message}" } : crash);
    }

    private static async ValueTask SendAsync(Process process, StepAttempt attempt)
    {
        try
        {
            await JsonSerializer
                .SerializeAsync(process.StandardInput.BaseStream, WorkerRequest.From(attempt), WorkerJsonContext.Default.WorkerRequest)
                .ConfigureAwait(false);
            await process.StandardInput.BaseStream.WriteAsync("\n"u8.ToArray()).ConfigureAwait(false);
            await process.StandardInput.BaseStream.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The worker has ended before it read its request; its exit tells why.
        }
    }

    private async ValueTask StopAsync(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        using CancellationTokenSource grace = new(program.StopGrace, time);
        try
        {
            await process.WaitForExitAsync(grace.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private ProcessStartInfo Describe(StepAttempt attempt)
    {
        ProcessStartInfo start = new(program.FileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = program.WorkingDirectory ?? "",
        };
        string[] worker =
        [
            .. program.Arguments, "worker", "--run", attempt.RunId.Value, "--step", attempt.StepKey.Value,
            "--attempt", attempt.Attempt.ToString(CultureInfo.InvariantCulture), .. program.TrailingArguments,
        ];
        foreach (string argument in worker)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in program.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
