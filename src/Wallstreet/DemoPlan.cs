namespace Wallstreet;

/// <summary>What <c>up</c> builds on an empty lake: some runs, one after the other.</summary>
public sealed class DemoPlan
{
    private readonly List<DemoRun> _runs = [];

    internal IReadOnlyList<DemoRun> Runs => _runs;

    /// <summary>Adds a run.</summary>
    /// <param name="name">A name that stays the same, for example <c>daily</c>.</param>
    /// <param name="selection">The assets, as <c>materialize</c> takes them.</param>
    /// <param name="newestPartitions">Only so many of the newest partitions; null for all.</param>
    public DemoPlan Materialize(string name, string selection, int? newestPartitions = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(selection);
        _runs.Add(new DemoRun(name, selection, newestPartitions));
        return this;
    }
}

/// <summary>One run of the demo.</summary>
internal sealed record DemoRun(string Name, string Selection, int? NewestPartitions);
