namespace Wallstreet.Delta.Schema;

/// <summary>A list of values of one type.</summary>
/// <param name="ElementType">The type of the elements.</param>
/// <param name="ContainsNull">Whether an element may be null.</param>
public sealed record ArrayType(DeltaType ElementType, bool ContainsNull = true) : DeltaType
{
    /// <inheritdoc/>
    public override string DisplayName => $"array<{ElementType.DisplayName}>";
}
