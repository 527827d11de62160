using Microsoft.Extensions.Logging;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Execution;

/// <summary>Runs checks. A check that throws has failed, as an error, with what it threw as the reason.</summary>
/// <param name="time">The clock.</param>
public sealed class CheckRunner(TimeProvider time)
{
    /// <summary>Runs a check.</summary>
    /// <param name="attempt">The attempt after which it runs.</param>
    /// <param name="check">The check.</param>
    /// <param name="services">The services of the program.</param>
    /// <param name="logger">Where the check logs.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<AssetCheckEvaluated> RunAsync(
        StepAttempt attempt,
        AssetCheckDefinition check,
        IServiceProvider services,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(check);
        AssetCheckContext context = new()
        {
            RunId = attempt.RunId,
            StepKey = attempt.StepKey,
            Asset = attempt.Asset,
            Check = check,
            Partitions = attempt.Partitions,
            Window = attempt.Window,
            Services = services,
            Logger = logger,
            Time = time,
            CancellationToken = cancellationToken,
        };
        AssetCheckResult result = await CallAsync(check, context).ConfigureAwait(false);
        return new AssetCheckEvaluated
        {
            RunId = attempt.RunId,
            Timestamp = time.GetUtcNow(),
            StepKey = attempt.StepKey,
            AssetKey = attempt.Asset.Key,
            Partitions = attempt.Partitions,
            CheckName = check.Name,
            Passed = result.Passed,
            Severity = result.Severity ?? check.Severity,
            Blocking = check.Blocking,
            Message = result.Description,
            Metadata = result.Metadata,
        };
    }

    private static async ValueTask<AssetCheckResult> CallAsync(AssetCheckDefinition check, AssetCheckContext context)
    {
#pragma warning disable CA1031 // Whatever a check throws is its failure.
        try
        {
            return await check.Function(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            return AssetCheckResult.Fail(
                $"The check threw {error.GetType().Name}: {StepError.FromException(error).Message}", CheckSeverity.Error);
        }
#pragma warning restore CA1031
    }
}
