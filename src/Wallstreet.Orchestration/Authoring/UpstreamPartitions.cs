namespace Wallstreet.Orchestration.Authoring;

/// <summary>Which partitions of an upstream a partition is made from.</summary>
public enum UpstreamPartitions
{
    /// <summary>The same ones; all where one side has no partitions.</summary>
    Same,

    /// <summary>All of them.</summary>
    All,

    /// <summary>Those some places before or after the same one.</summary>
    Offset,
}
