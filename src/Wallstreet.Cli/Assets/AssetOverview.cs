using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Staleness;

namespace Wallstreet.Cli.Assets;

/// <summary>An asset with what is known of it now.</summary>
/// <param name="Definition">The asset.</param>
/// <param name="Status"><c>running</c>, <c>failed</c>, <c>stale</c>, <c>missing</c>, <c>fresh</c>, or <c>external</c> when others make it.</param>
internal sealed record AssetOverview(AssetDefinition Definition, string Status)
{
    public AssetStaleness? Staleness { get; init; }

    public AssetState? State { get; init; }

    /// <summary>How many partitions there are now; null without partitions.</summary>
    public int? PartitionsTotal { get; init; }

    public PartitionCounts Partitions { get; init; }

    public IReadOnlyList<AssetCheckEvaluated> Checks { get; init; } = [];

    public int ChecksPassed => Checks.Count(static check => check.Passed);

    public int ChecksFailed => Checks.Count(static check => !check.Passed && check.Severity == CheckSeverity.Error);

    public int ChecksWarned => Checks.Count(static check => !check.Passed && check.Severity == CheckSeverity.Warn);
}
