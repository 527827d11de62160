using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Staleness;

namespace Wallstreet.Web.Assets;

/// <summary>Tells which assets are older than what they are made from or than their code, and why; calculated anew only after something happened.</summary>
internal sealed class AssetFreshness(StalenessCalculator calculator, IEventLog log) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private (long Sequence, IReadOnlyDictionary<AssetKey, IReadOnlyList<string>> Stale) _known = (-1, new Dictionary<AssetKey, IReadOnlyList<string>>());

    public void Dispose() => _gate.Dispose();

    /// <summary>The reasons of every stale asset; assets that were never made are not in it.</summary>
    public async ValueTask<IReadOnlyDictionary<AssetKey, IReadOnlyList<string>>> FindStaleAsync(CancellationToken cancellationToken)
    {
        long sequence = await log.GetLastSequenceAsync(cancellationToken).ConfigureAwait(false);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_known.Sequence < sequence)
            {
                IReadOnlyDictionary<AssetKey, AssetStaleness> all = await calculator.CalculateAsync(cancellationToken).ConfigureAwait(false);
                _known = (sequence, all.Where(pair => pair.Value.Status == StalenessStatus.Stale).ToDictionary(pair => pair.Key, pair => pair.Value.Reasons));
            }

            return _known.Stale;
        }
        finally
        {
            _gate.Release();
        }
    }
}
