using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Web.Events;
using Wallstreet.Web.Json;
using Wallstreet.Web.Problems;

namespace Wallstreet.Web.Runs;

/// <summary>Answers questions about runs.</summary>
internal sealed class RunReader(IRunStore runs, IEventLog log, RunProgress progress)
{
    private const int RunsOfAssetMax = 500;

    public async Task<RunPageAnswer> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        RunFilter filter = new() { Statuses = Statuses(query.Status), Ids = await FindIdsAsync(query.Asset, cancellationToken).ConfigureAwait(false) };
        try
        {
            RunPage page = filter.Ids is { Count: 0 }
                ? new RunPage([], null)
                : await runs.ListAsync(filter, Math.Clamp(query.Limit ?? 50, 1, 500), query.Cursor, cancellationToken).ConfigureAwait(false);
            return new RunPageAnswer([.. page.Runs.Select(ToAnswer)], page.NextCursor);
        }
        catch (ArgumentException error)
        {
            throw ApiException.BadRequest(error.Message, "Take the cursor from the page before.");
        }
    }

    public async Task<RunDetailAnswer> GetAsync(string id, CancellationToken cancellationToken)
    {
        Run run = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        (IReadOnlyList<StepView> steps, string? error) = await progress.GetAsync(run, cancellationToken).ConfigureAwait(false);
        return new RunDetailAnswer
        {
            Id = run.Id.Value,
            Status = run.Status.ToText(),
            Selection = run.Selection,
            Partitions = run.Partitions,
            Trigger = run.Trigger.Text,
            CreatedAt = run.CreatedAt,
            StartedAt = run.StartedAt,
            EndedAt = run.EndedAt,
            Launcher = run.Launcher,
            Tags = run.Tags,
            Error = error,
            Steps = [.. steps.Select(step => new RunStepAnswer
            {
                Key = step.Key,
                Asset = step.Asset,
                Partition = step.Partition,
                Status = step.Status == "pending" && run.Status.IsFinal() ? "canceled" : step.Status,
                Attempt = step.Attempt,
                StartedAt = step.StartedAt,
                EndedAt = step.EndedAt,
                DependsOn = step.DependsOn,
                Error = step.Error,
            })],
        };
    }

    public async Task<RunEventsAnswer> ReadEventsAsync(string id, long? after, int? limit, CancellationToken cancellationToken)
    {
        Run run = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        int count = Math.Clamp(limit ?? 1000, 1, 5000);
        List<RunEventAnswer> events = [];
        await foreach (RunEvent runEvent in log.ReadRunAsync(run.Id, after ?? 0, cancellationToken).ConfigureAwait(false))
        {
            events.Add(ToAnswer(runEvent));
            if (events.Count == count)
            {
                break;
            }
        }

        return new RunEventsAnswer(events, events.Count == 0 ? after ?? 0 : events[^1].Sequence);
    }

    public async ValueTask<Run> FindAsync(string id, CancellationToken cancellationToken) =>
        (RunId.TryParse(id, out RunId runId) ? await runs.FindAsync(runId, cancellationToken).ConfigureAwait(false) : null)
        ?? throw ApiException.NotFound($"There is no run '{id}'.", "List them under /api/runs.");

    public static RunAnswer ToAnswer(Run run) => new()
    {
        Id = run.Id.Value,
        Status = run.Status.ToText(),
        Selection = run.Selection,
        Partitions = run.Partitions,
        Trigger = run.Trigger.Text,
        CreatedAt = run.CreatedAt,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Launcher = run.Launcher,
        Tags = run.Tags,
        Steps = new StepCountsAnswer(run.Steps.Total, run.Steps.Succeeded, run.Steps.Failed, run.Steps.Skipped, run.Steps.Running),
    };

    private static RunEventAnswer ToAnswer(RunEvent runEvent) => new()
    {
        Sequence = runEvent.Sequence,
        Timestamp = runEvent.Timestamp,
        Type = runEvent.TypeName,
        Level = EventWords.Level(runEvent),
        StepKey = runEvent.StepKey?.Value,
        Asset = runEvent.AssetKey?.Path,
        Partition = EventWords.Partitions(runEvent.Partitions),
        Message = EventWords.Message(runEvent),
        Metadata = EventWords.Metadata(runEvent) is { } metadata ? MetadataEntry.Of(metadata) : null,
    };

    private static IReadOnlyCollection<RunStatus> Statuses(string? text) => string.IsNullOrEmpty(text)
        ? []
        : [.. text.Split(',').Select(name => Enum.TryParse(name, ignoreCase: true, out RunStatus status) && !char.IsDigit(name[0])
            ? status
            : throw ApiException.BadRequest($"'{name}' is not a state of a run.", "Use queued, starting, running, succeeded, failed, canceled or interrupted."))];

    private async ValueTask<IReadOnlyCollection<RunId>?> FindIdsAsync(string? asset, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(asset))
        {
            return null;
        }

        AssetKey key = AssetKey.Parse(asset);
        HashSet<RunId> ids = [];
        IReadOnlyList<AssetMaterialized> made = await log.ReadMaterializationsAsync(key, null, null, RunsOfAssetMax, cancellationToken).ConfigureAwait(false);
        ids.UnionWith(made.Select(materialized => materialized.RunId));
        EventFilter failures = new() { AssetKey = key, Types = [RunEventTypes.GetName<StepFailed>(), RunEventTypes.GetName<StepStarted>()] };
        await foreach (RunEvent runEvent in log.ReadAsync(0, failures, cancellationToken).ConfigureAwait(false))
        {
            ids.Add(runEvent.RunId);
        }

        return ids.Count <= RunsOfAssetMax ? ids : [.. ids.OrderDescending().Take(RunsOfAssetMax)];
    }
}
