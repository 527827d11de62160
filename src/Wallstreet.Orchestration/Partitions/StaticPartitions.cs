using System.Collections.Frozen;

namespace Wallstreet.Orchestration.Partitions;

/// <summary>A fixed list of partitions, for example symbols or regions, in the order given.</summary>
public sealed class StaticPartitions : PartitionsDefinition
{
    private readonly PartitionKey[] _keys;
    private readonly FrozenDictionary<PartitionKey, int> _ordinals;

    /// <summary>Makes a definition.</summary>
    /// <exception cref="ArgumentException">The list is empty or names a partition twice.</exception>
    public StaticPartitions(params IEnumerable<PartitionKey> keys)
    {
        _keys = [.. keys];
        if (_keys.Length == 0)
        {
            throw new ArgumentException("Static partitions need at least one key.", nameof(keys));
        }

        var ordinals = new Dictionary<PartitionKey, int>(_keys.Length);
        for (int i = 0; i < _keys.Length; i++)
        {
            if (!ordinals.TryAdd(_keys[i], i))
            {
                throw new ArgumentException($"The partition \"{_keys[i]}\" is named twice.", nameof(keys));
            }
        }

        _ordinals = ordinals.ToFrozenDictionary();
    }

    /// <summary>Makes a definition of plain texts.</summary>
    /// <exception cref="ArgumentException">The list is empty or names a partition twice.</exception>
    public StaticPartitions(params IEnumerable<string> keys)
        : this(keys.Select(key => new PartitionKey(key)))
    {
    }

    /// <inheritdoc />
    public override string Kind => "static";

    /// <inheritdoc />
    public override string Description => $"{_keys.Length} fixed partitions";

    /// <inheritdoc />
    public override int CountAt(DateTimeOffset now) => _keys.Length;

    /// <inheritdoc />
    public override int FindOrdinal(PartitionKey key) => _ordinals.TryGetValue(key, out int ordinal) ? ordinal : -1;

    /// <inheritdoc />
    public override PartitionKey GetKeyAt(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)_keys.Length, nameof(ordinal));
        return _keys[ordinal];
    }

    /// <inheritdoc />
    public override TimeWindow? FindWindowAt(int ordinal) => null;

    /// <inheritdoc />
    public override bool IsSameAs(PartitionsDefinition other) =>
        ReferenceEquals(this, other) || (other is StaticPartitions same && _keys.AsSpan().SequenceEqual(same._keys));

    /// <inheritdoc />
    protected override string DescribeKeys() => _keys.Length <= 12
        ? $"It has {string.Join(", ", _keys)}."
        : $"It has {string.Join(", ", _keys.Take(10))} and {_keys.Length - 10} more.";
}
