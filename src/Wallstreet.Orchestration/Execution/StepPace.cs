using Wallstreet.Orchestration.Definitions;

namespace Wallstreet.Orchestration.Execution;

/// <summary>
/// Knows which assets have steps so short that writing the log takes longer. Their steps are announced in the log many at a
/// time, ahead of their turn, so that the cost of a commit is shared.
/// </summary>
internal sealed class StepPace
{
    /// <summary>How many steps may be announced ahead.</summary>
    public const int AheadMax = 256;

    private const int StepsSeenMin = 4;
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(2);

    private readonly Dictionary<AssetDefinition, (int Seen, double Milliseconds)> _paces = new(ReferenceEqualityComparer.Instance);

    /// <summary>Learns how long a step took.</summary>
    public void Add(AssetDefinition asset, TimeSpan duration)
    {
        (int seen, double mean) = _paces.GetValueOrDefault(asset);
        double weight = Math.Max(0.1, 1.0 / (seen + 1));
        _paces[asset] = (Math.Min(seen + 1, StepsSeenMin), mean + (weight * (duration.TotalMilliseconds - mean)));
    }

    /// <summary>True when the next steps of an asset are expected to be short.</summary>
    public bool IsShort(AssetDefinition asset) =>
        asset.Pools.Count == 0
        && _paces.TryGetValue(asset, out (int Seen, double Milliseconds) pace)
        && pace.Seen >= StepsSeenMin
        && pace.Milliseconds < _short.TotalMilliseconds;
}
