using System.Collections.Immutable;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Orchestration.Planning;

/// <summary>What somebody or something asks to be run.</summary>
/// <param name="Selection">The assets.</param>
public sealed record RunRequest(AssetSelection Selection)
{
    /// <summary>
    /// The tag that a retry carries when it leaves out what its earlier run has done; its value is <c>true</c>.
    /// </summary>
    public const string FromFailureTag = "wallstreet/from-failure";

    /// <summary>
    /// The tag of a run that makes only what is missing or stale, with what is downstream of it; its value is <c>true</c>.
    /// </summary>
    public const string OnlyNotFreshTag = "wallstreet/only-not-fresh";

    /// <summary>The tag of a run that only checked assets; trying it again would make them, so it is refused.</summary>
    public const string ChecksOnlyTag = "wallstreet/checks-only";

    /// <summary>The partitions, for assets that have some.</summary>
    public PartitionSelection Partitions { get; init; } = PartitionSelection.All;

    /// <summary>Free labels of the run.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The name of the launcher.</summary>
    public string Launcher { get; init; } = RunLaunchers.InProcess;

    /// <summary>What asks.</summary>
    public RunTrigger Trigger { get; init; } = RunTrigger.Manual;

    /// <summary>What has been done already and is left out.</summary>
    public CompletedWork Completed { get; init; } = CompletedWork.Nothing;

    /// <summary>The request that a stored run stands for, without what has been done already.</summary>
    public static RunRequest FromRun(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunRequest(AssetSelection.Parse(run.Selection))
        {
            Partitions = PartitionSelection.Parse(run.Partitions),
            Tags = run.Tags,
            Launcher = run.Launcher,
            Trigger = run.Trigger,
        };
    }
}
