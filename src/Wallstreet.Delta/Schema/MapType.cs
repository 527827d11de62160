namespace Wallstreet.Delta.Schema;

/// <summary>Keys with values.</summary>
/// <param name="KeyType">The type of the keys, which are never null.</param>
/// <param name="ValueType">The type of the values.</param>
/// <param name="ValueContainsNull">Whether a value may be null.</param>
public sealed record MapType(DeltaType KeyType, DeltaType ValueType, bool ValueContainsNull = true) : DeltaType
{
    /// <inheritdoc/>
    public override string DisplayName => $"map<{KeyType.DisplayName},{ValueType.DisplayName}>";
}
