using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Orchestration.Execution;

/// <summary>Carries out attempts in this process: calls the function, hands its output on, and runs the checks.</summary>
/// <param name="services">The services of the program.</param>
/// <param name="time">The clock.</param>
/// <param name="options">How long a canceled attempt may take to stop, and how much is logged.</param>
/// <param name="loggers">Makes the loggers that lines are also written to.</param>
public sealed class InProcessStepRunner(
    IServiceProvider services, TimeProvider time, RunExecutorOptions options, ILoggerFactory loggers) : IStepRunner
{
    private readonly ILogger _forward = loggers.CreateLogger("Wallstreet.Step");

    /// <inheritdoc />
    public async ValueTask<StepOutcome> RunAsync(StepAttempt attempt, IStepEvents events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(events);
        if (attempt.Asset.Timeout is not { } timeout)
        {
            return await GuardAsync(attempt, events, cancellationToken, cancellationToken).ConfigureAwait(false);
        }

        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        Task<StepOutcome> work = GuardAsync(attempt, events, either.Token, cancellationToken).AsTask();
        using var graceEnds = new CancellationTokenSource(timeout + options.StopGrace, time);
        await ((Task)work).WaitAsync(graceEnds.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompleted)
        {
            return TimedOut(timeout, " It did not stop when it was told to and may still be at work.");
        }

        StepOutcome outcome = await work.ConfigureAwait(false);
        bool timedOut = outcome is StepOutcome.Failed && late.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
        return timedOut ? TimedOut(timeout, "") : outcome;
    }

    private static StepOutcome.Failed TimedOut(TimeSpan timeout, string remark) => new(new StepError(
        $"The attempt took longer than its timeout of {timeout}.{remark} Allow more time, or make fewer partitions a step."));

    private async ValueTask<StepOutcome> GuardAsync(
        StepAttempt attempt, IStepEvents events, CancellationToken stop, CancellationToken canceled)
    {
#pragma warning disable CA1031 // Whatever an asset throws is its failure; it must not end the run or the process.
        try
        {
            AsyncServiceScope? scope = services.GetService<IServiceScopeFactory>()?.CreateAsyncScope();
            try
            {
                return await MakeAsync(attempt, events, scope?.ServiceProvider ?? services, stop).ConfigureAwait(false);
            }
            finally
            {
                if (scope is { } open)
                {
                    await open.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (canceled.IsCancellationRequested)
        {
            return new StepOutcome.Canceled();
        }
        catch (Exception error)
        {
            return new StepOutcome.Failed(StepError.FromException(error));
        }
#pragma warning restore CA1031
    }

    private async ValueTask<StepOutcome> MakeAsync(
        StepAttempt attempt, IStepEvents events, IServiceProvider scope, CancellationToken stop)
    {
        StepLogger logger = new(attempt, events, time, _forward, options.LogLevelMin, options.LogLinesPerStepMax);
        AssetContext context = new()
        {
            RunId = attempt.RunId,
            StepKey = attempt.StepKey,
            Attempt = attempt.Attempt,
            Asset = attempt.Asset,
            Partitions = attempt.Partitions,
            Window = attempt.Window,
            Upstreams = attempt.Upstreams,
            RunTags = attempt.RunTags,
            Services = scope,
            Logger = logger,
            Time = time,
            CancellationToken = stop,
            Progress = progress => events.Post(new StepProgressed
            {
                RunId = attempt.RunId,
                Timestamp = time.GetUtcNow(),
                StepKey = attempt.StepKey,
                AssetKey = attempt.Asset.Key,
                Message = progress.Message,
                Fraction = progress.Fraction,
            }),
        };
        AssetMaterialized materialized;
        await using (context.ConfigureAwait(false))
        {
            stop.ThrowIfCancellationRequested();
            object? output = await attempt.Asset.Compute!(context).ConfigureAwait(false);
            OutputReceipt receipt = scope.GetService<IAssetOutputHandler>() is { } handler
                ? await handler.HandleAsync(context, output, stop).ConfigureAwait(false)
                : OutputReceipt.Nothing;
            materialized = Materialize(attempt, context, receipt);
        }

        if (attempt.Asset.Checks.Count == 0)
        {
            return new StepOutcome.Succeeded([materialized]);
        }

        await events.AppendAsync(materialized, stop).ConfigureAwait(false);
        CheckRunner checks = new(time);
        foreach (AssetCheckDefinition check in attempt.Asset.Checks)
        {
            AssetCheckEvaluated result = await checks.RunAsync(attempt, check, scope, logger, stop).ConfigureAwait(false);
            await events.AppendAsync(result, stop).ConfigureAwait(false);
            if (result is { Passed: false, Blocking: true, Severity: CheckSeverity.Error })
            {
                return new StepOutcome.Failed(
                    new StepError($"The blocking check \"{check.Name}\" failed: {result.Message ?? "it gave no reason"}"),
                    Retryable: false);
            }
        }

        return new StepOutcome.Succeeded([]);
    }

    private AssetMaterialized Materialize(StepAttempt attempt, AssetContext context, OutputReceipt receipt)
    {
        Dictionary<string, MetadataValue> metadata = new(context.Metadata, StringComparer.Ordinal);
        foreach ((string name, MetadataValue value) in receipt.Metadata)
        {
            metadata[name] = value;
        }

        foreach ((string table, long version) in receipt.InputVersions)
        {
            metadata[$"input:{table}"] = new MetadataValue.TableVersion(table, version);
        }

        return new AssetMaterialized
        {
            RunId = attempt.RunId,
            Timestamp = time.GetUtcNow(),
            StepKey = attempt.StepKey,
            AssetKey = attempt.Asset.Key,
            Partitions = attempt.Partitions,
            CodeVersion = attempt.Asset.CodeVersion,
            DataVersion = receipt.DataVersion ?? DataVersions.Derive(attempt),
            InputVersions = DataVersions.OfInputs(attempt),
            Metadata = metadata,
        };
    }
}
