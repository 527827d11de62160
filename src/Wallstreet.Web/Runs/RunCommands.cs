using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;
using Wallstreet.Web.Problems;

namespace Wallstreet.Web.Runs;

/// <summary>What the pages do with runs.</summary>
internal sealed class RunCommands(RunCoordinator coordinator, RunReader reader)
{
    private const int TagsMax = 50;

    public async Task<RunAnswer> LaunchAsync(LaunchBody body, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(body.Selection))
        {
            throw ApiException.BadRequest("Nothing is selected.", "Send {\"selection\": \"gold/*\"}.");
        }

        if (body.Tags is { Count: > TagsMax })
        {
            throw ApiException.BadRequest("There are too many tags.", FormattableString.Invariant($"Send at most {TagsMax}."));
        }

        RunRequest request = new(AssetSelection.Parse(body.Selection))
        {
            Partitions = PartitionsOf(body),
            Tags = body.Tags ?? new Dictionary<string, string>(),
            Trigger = RunTrigger.Manual,
        };
        Run run = await coordinator
            .SubmitAsync(string.IsNullOrWhiteSpace(body.Launcher) ? request : request with { Launcher = body.Launcher }, cancellationToken)
            .ConfigureAwait(false);
        return RunReader.ToAnswer(run);
    }

    public async Task<CancelAnswer> CancelAsync(string id, CancellationToken cancellationToken)
    {
        Run run = await reader.FindAsync(id, cancellationToken).ConfigureAwait(false);
        return new CancelAnswer(run.Id.Value, await coordinator.CancelAsync(run.Id, cancellationToken).ConfigureAwait(false));
    }

    public async Task<RunAnswer> RetryAsync(string id, RetryBody? body, CancellationToken cancellationToken)
    {
        Run run = await reader.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (!run.Status.IsFinal())
        {
            throw new ApiException(409, "The run has not ended", $"The run {run.Id} is {run.Status.ToText()}.", "Wait until it has ended, or cancel it.");
        }

        return RunReader.ToAnswer(await coordinator.RetryAsync(run.Id, body?.FromFailure ?? true, cancellationToken).ConfigureAwait(false));
    }

    private static PartitionSelection PartitionsOf(LaunchBody body) => body switch
    {
        { Partition: { Length: > 0 } text } => PartitionSelection.Parse(text),
        { Partitions: { } range } => PartitionSelection.Of(new PartitionRange(new PartitionKey(range.From), new PartitionKey(range.To))),
        _ => PartitionSelection.All,
    };
}
