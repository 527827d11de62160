namespace Wallstreet.Orchestration.Definitions;

/// <summary>How many neighbouring partitions one step makes.</summary>
public sealed record BatchPolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="partitionsPerStepMax">The most partitions of one step; at least 1.</param>
    public BatchPolicy(int partitionsPerStepMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitionsPerStepMax, 1);
        PartitionsPerStepMax = partitionsPerStepMax;
    }

    /// <summary>One step for each partition; the default.</summary>
    public static BatchPolicy OnePerStep { get; } = new(1);

    /// <summary>One step for all partitions that follow each other.</summary>
    public static BatchPolicy WholeRange { get; } = new(int.MaxValue);

    /// <summary>The most partitions of one step.</summary>
    public int PartitionsPerStepMax { get; }
}
