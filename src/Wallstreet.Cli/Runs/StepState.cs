using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary>How a step stands, as its events tell.</summary>
/// <param name="key">The step.</param>
internal sealed class StepState(StepKey key)
{
    public StepKey Key => key;

    public AssetKey? Asset { get; set; }

    public IReadOnlyList<PartitionKey> Partitions { get; set; } = [];

    /// <summary><c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>skipped</c> or <c>waiting</c> for another attempt.</summary>
    public string Status { get; set; } = "running";

    public int Attempt { get; set; } = 1;

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long? Rows { get; set; }

    /// <summary>Why it failed, was skipped or is tried again.</summary>
    public string? Message { get; set; }
}
