namespace Wallstreet.Orchestration.Partitions;

/// <summary>
/// Neighbouring partitions, told by their places in the order of a <see cref="PartitionsDefinition"/>, counted from 0.
/// </summary>
/// <param name="Start">The place of the first partition.</param>
/// <param name="Count">How many partitions there are; 0 is none.</param>
public readonly record struct OrdinalRange(int Start, int Count)
{
    /// <summary>No partition.</summary>
    public static OrdinalRange None => default;

    /// <summary>The place after the last partition.</summary>
    public int End => Start + Count;

    /// <summary>True when there is no partition.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The partitions from one place up to another, which is not included.</summary>
    public static OrdinalRange Between(int start, int end) => end > start ? new(start, end - start) : None;

    /// <summary>The partitions that are in both.</summary>
    public OrdinalRange Intersect(OrdinalRange other) =>
        Between(Math.Max(Start, other.Start), Math.Min(End, other.End));
}
