using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Planning;

/// <summary>The steps of one asset while a plan is made.</summary>
/// <param name="Partitions">The asset's partitions.</param>
/// <param name="Available">How many of them exist.</param>
/// <param name="Level">The level of its steps.</param>
/// <param name="Steps">Its steps, in the order of their partitions.</param>
internal sealed record PlannedAsset(PartitionsDefinition? Partitions, int Available, int Level, StepRange Steps)
{
    /// <summary>The steps that make what some partitions of a downstream asset are made from.</summary>
    public StepRange FindSteps(
        PartitionsDefinition? downstream, OrdinalRange ordinals, PartitionMapping mapping, List<PlannedStep> steps)
    {
        if (Partitions is null || downstream is null || Steps.Count == 0)
        {
            return Steps;
        }

        OrdinalRange needed = mapping.MapUpstream(downstream, ordinals, Partitions, Available);
        int first = FindFirstEndingAfter(needed.Start, steps);
        int last = FindFirstEndingAfter(needed.End - 1, steps);
        bool includesLast = last < Steps.End && steps[last].Ordinals.Start < needed.End;
        int end = includesLast ? last + 1 : last;
        return needed.IsEmpty || end <= first ? default : new StepRange(first, end - first);
    }

    private int FindFirstEndingAfter(int ordinal, List<PlannedStep> steps)
    {
        int low = Steps.Start;
        int high = Steps.End;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (steps[middle].Ordinals.End <= ordinal)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
