using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Lakehouse.Outputs;

/// <summary>An asset's function returned something that nobody knows how to keep.</summary>
/// <param name="asset">The asset.</param>
/// <param name="type">What it returned.</param>
public sealed class UnknownOutputException(AssetKey asset, Type type) : NotSupportedException(
    $"{asset} returned a {type.FullName}. Return AssetOutput.Sql, AssetOutput.Rows or AssetOutput.Arrow, or nothing for an external effect.");
