using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Wallstreet.Cli.Commands;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Cli.Checks;

/// <summary>A run that only checks. It is written down like any other, so that its results are found on the assets.</summary>
/// <param name="context">The call.</param>
/// <param name="selection">The assets as they were asked for.</param>
internal sealed class CheckRun(CommandContext context, AssetSelection selection)
{
    /// <summary>The tag by which such a run is told from those that make assets.</summary>
    public const string Tag = RunRequest.ChecksOnlyTag;

    private readonly IRunStore _runs = context.Get<IRunStore>();
    private readonly IEventLog _log = context.Get<IEventLog>();
    private readonly TimeProvider _time = context.Get<TimeProvider>();

    /// <summary>Runs every check of some assets.</summary>
    public async Task<IReadOnlyList<AssetCheckEvaluated>> ExecuteAsync(AssetDefinition[] assets, CancellationToken cancellationToken)
    {
        Run run = await BeginAsync(assets.Length, cancellationToken).ConfigureAwait(false);
        List<AssetCheckEvaluated> results = [];
        RunStatus status = RunStatus.Failed;
        try
        {
            foreach (AssetDefinition asset in assets)
            {
                await ExecuteAsync(run, asset, results, cancellationToken).ConfigureAwait(false);
            }

            status = results.Any(ChecksCommand.IsError) ? RunStatus.Failed : RunStatus.Succeeded;
        }
        catch (OperationCanceledException)
        {
            status = RunStatus.Canceled;
            throw;
        }
        finally
        {
            await EndAsync(run, status, results, assets.Length).ConfigureAwait(false);
        }

        return results;
    }

    private async ValueTask<Run> BeginAsync(int assets, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _time.GetUtcNow();
        Run run = new()
        {
            Id = RunId.New(_time),
            Selection = selection.Text,
            Trigger = RunTrigger.Cli,
            CreatedAt = now,
            StartedAt = now,
            Status = RunStatus.Running,
            Owner = RunOwner.Current,
            HeartbeatAt = now,
            Tags = new Dictionary<string, string> { [Tag] = "true" },
            Steps = new StepCounts(assets, 0, 0, 0, 0),
        };
        await _runs.CreateAsync(run, cancellationToken).ConfigureAwait(false);
        await _log.AppendAsync([new RunStarted { RunId = run.Id, Timestamp = now, StepCount = assets }], CancellationToken.None).ConfigureAwait(false);
        return run;
    }

    private async ValueTask ExecuteAsync(Run run, AssetDefinition asset, List<AssetCheckEvaluated> results, CancellationToken cancellationToken)
    {
        CheckRunner runner = new(_time);
        ILogger logger = context.Find<ILoggerFactory>()?.CreateLogger("Wallstreet.Checks") ?? NullLogger.Instance;
        StepAttempt attempt = new() { RunId = run.Id, StepKey = StepKey.For(asset.Key), Attempt = 1, Asset = asset };
        long started = _time.GetTimestamp();
        await AppendAsync(new StepStarted { RunId = run.Id, Timestamp = _time.GetUtcNow(), StepKey = attempt.StepKey, AssetKey = asset.Key })
            .ConfigureAwait(false);
        AsyncServiceScope scope = context.Services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            foreach (AssetCheckDefinition check in asset.Checks)
            {
                AssetCheckEvaluated result = await runner
                    .RunAsync(attempt, check, scope.ServiceProvider, logger, cancellationToken).ConfigureAwait(false);
                await AppendAsync(result).ConfigureAwait(false);
                results.Add(result);
            }
        }

        // A check that fails is a fact about the asset; the step that looked has done its work.
        await AppendAsync(new StepSucceeded
        {
            RunId = run.Id,
            Timestamp = _time.GetUtcNow(),
            StepKey = attempt.StepKey,
            AssetKey = asset.Key,
            Duration = _time.GetElapsedTime(started),
        }).ConfigureAwait(false);
    }

    private async ValueTask EndAsync(Run run, RunStatus status, List<AssetCheckEvaluated> results, int assets)
    {
        DateTimeOffset now = _time.GetUtcNow();
        int failed = results.Count(ChecksCommand.IsError);
        RunEvent ended = status switch
        {
            RunStatus.Succeeded => new RunSucceeded { RunId = run.Id, Timestamp = now },
            RunStatus.Canceled => new RunCanceled { RunId = run.Id, Timestamp = now, Reason = "The command was stopped." },
            _ => new RunFailed { RunId = run.Id, Timestamp = now, Message = $"{failed} of {results.Count} checks failed." },
        };
        int done = results.Select(static result => result.AssetKey).Distinct().Count();
        await AppendAsync(ended).ConfigureAwait(false);
        await _runs.UpdateStepsAsync(run.Id, new StepCounts(assets, done, 0, assets - done, 0), CancellationToken.None).ConfigureAwait(false);
        await _runs.UpdateStatusAsync(run.Id, RunStatus.Running, status, now, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask AppendAsync(RunEvent runEvent) =>
        await _log.AppendAsync([runEvent], CancellationToken.None).ConfigureAwait(false);
}
