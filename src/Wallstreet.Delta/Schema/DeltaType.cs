namespace Wallstreet.Delta.Schema;

/// <summary>A type of the Delta protocol: primitive, decimal, struct, array or map.</summary>
/// <remarks>Protocol section "Schema Serialization Format".</remarks>
public abstract record DeltaType
{
    private protected DeltaType()
    {
    }

    /// <summary>The type as SQL users write it, such as <c>long</c>, <c>decimal(18,4)</c>,
    /// <c>array&lt;string&gt;</c>.</summary>
    public abstract string DisplayName { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => DisplayName;
}
