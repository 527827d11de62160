using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Execution;

/// <summary>
/// The newest data version of an asset or of each of its partitions, and one version for any range of partitions. A range's
/// version is a sum of hashes, kept in a Fenwick tree, so it costs a logarithm and not the length of the range.
/// </summary>
internal sealed class VersionLedger
{
    private readonly PartitionsDefinition? _partitions;
    private readonly AssetMaterialized?[] _newest;
    private readonly UInt128[] _sums;
    private readonly int[] _counts;
    private AssetMaterialized? _last;

    public VersionLedger(AssetDefinition asset, DateTimeOffset now)
    {
        Asset = asset;
        _partitions = asset.Partitions;
        int count = _partitions?.CountAt(now) ?? 0;
        _newest = new AssetMaterialized?[count];
        _sums = new UInt128[count + 1];
        _counts = new int[count + 1];
    }

    /// <summary>The asset.</summary>
    public AssetDefinition Asset { get; }

    /// <summary>How many partitions are known to exist.</summary>
    public int Count => _newest.Length;

    /// <summary>The newest materialization of a partition.</summary>
    public AssetMaterialized? FindNewest(int ordinal) => _newest[ordinal];

    /// <summary>The place in the log of the newest materialization of some partitions, or of the asset; 0 for none.</summary>
    public long FindNewestSequence(OrdinalRange? ordinals)
    {
        if (ordinals is not { } range || range.Count >= _newest.Length)
        {
            return _last?.Sequence ?? 0;
        }

        long newest = 0;
        for (int ordinal = range.Start; ordinal < Math.Min(range.End, _newest.Length); ordinal++)
        {
            newest = Math.Max(newest, _newest[ordinal]?.Sequence ?? 0);
        }

        return newest;
    }

    /// <summary>The newest materialization of the asset, of whatever partition.</summary>
    public AssetMaterialized? Last => _last;

    /// <summary>Learns of a materialization.</summary>
    public void Add(AssetMaterialized materialized)
    {
        _last = materialized;
        foreach (PartitionKey key in materialized.Partitions)
        {
            Add(key, materialized);
        }
    }

    /// <summary>Learns of the materialization of one partition.</summary>
    public void Add(PartitionKey key, AssetMaterialized materialized)
    {
        int ordinal = _partitions?.FindOrdinal(key) ?? -1;
        if (_last is null || materialized.Sequence > _last.Sequence)
        {
            _last = materialized;
        }

        if (ordinal < 0 || ordinal >= _newest.Length)
        {
            return;
        }

        UInt128 change = Weigh(key, materialized);
        int added = 1;
        if (_newest[ordinal] is { } before)
        {
            change = unchecked(change - Weigh(key, before));
            added = 0;
        }

        _newest[ordinal] = materialized;
        for (int i = ordinal + 1; i < _sums.Length; i += i & -i)
        {
            _sums[i] = unchecked(_sums[i] + change);
            _counts[i] += added;
        }
    }

    /// <summary>What is known of the asset as a whole, or of some of its partitions.</summary>
    public UpstreamFact Tell(OrdinalRange? ordinals)
    {
        if (_partitions is null || ordinals is not { } range)
        {
            return new UpstreamFact(Asset.Key) { DataVersion = VersionOf(_last), MaterializedAt = _last?.Timestamp };
        }

        range = range.Intersect(new OrdinalRange(0, _newest.Length));
        UpstreamFact fact = new(Asset.Key) { PartitionCount = range.Count, MaterializedAt = _last?.Timestamp };
        if (range.IsEmpty)
        {
            return fact;
        }

        fact = fact with
        {
            Partitions = new PartitionRange(_partitions.GetKeyAt(range.Start), _partitions.GetKeyAt(range.End - 1)),
        };
        (UInt128 sum, int count) = unchecked((SumTo(range.End) - SumTo(range.Start), CountTo(range.End) - CountTo(range.Start)));
        return fact with
        {
            DataVersion = count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{count}:{sum:x32}"),
        };
    }

    /// <summary>The version of a materialization; its place in the log stands in for one that is not known.</summary>
    private static string? VersionOf(AssetMaterialized? materialized) => materialized is null
        ? null
        : materialized.DataVersion ?? string.Create(CultureInfo.InvariantCulture, $"run {materialized.RunId}");

    private static UInt128 Weigh(PartitionKey key, AssetMaterialized materialized)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Value}\n{VersionOf(materialized)}"), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    private UInt128 SumTo(int end)
    {
        UInt128 sum = 0;
        for (int i = end; i > 0; i -= i & -i)
        {
            sum = unchecked(sum + _sums[i]);
        }

        return sum;
    }

    private int CountTo(int end)
    {
        int count = 0;
        for (int i = end; i > 0; i -= i & -i)
        {
            count += _counts[i];
        }

        return count;
    }
}
