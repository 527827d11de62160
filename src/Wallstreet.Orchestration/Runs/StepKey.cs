using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Runs;

/// <summary>
/// The name of a step within its run: the asset's key, with its partition or range of partitions in square brackets:
/// <c>silver/daily_bars</c>, <c>silver/daily_bars[2020-03-16]</c>, <c>silver/daily_bars[2020-03-16..2020-03-20]</c>.
/// </summary>
public readonly record struct StepKey
{
    private readonly string? _value;

    /// <summary>Takes a key as it is stored.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public StepKey(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    /// <summary>The key as text.</summary>
    public string Value => _value ?? "";

    /// <summary>The key of the step that makes an asset without partitions.</summary>
    public static StepKey For(AssetKey asset) => new(asset.Path);

    /// <summary>The key of the step that makes a range of an asset's partitions.</summary>
    public static StepKey For(AssetKey asset, PartitionRange range) => new($"{asset.Path}[{range}]");

    /// <inheritdoc />
    public override string ToString() => Value;
}
