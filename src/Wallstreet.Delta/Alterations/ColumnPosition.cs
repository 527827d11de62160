namespace Wallstreet.Delta.Alterations;

/// <summary>Where a column stands among its neighbours.</summary>
public sealed record ColumnPosition
{
    private ColumnPosition(string? after) => AfterName = after;

    /// <summary>Before all others.</summary>
    public static ColumnPosition First { get; } = new((string?)null);

    /// <summary>The neighbour that it follows; <see langword="null"/> for none.</summary>
    public string? AfterName { get; }

    /// <summary>Behind another column.</summary>
    /// <param name="name">The other column, of the same struct.</param>
    /// <returns>The position.</returns>
    public static ColumnPosition After(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new ColumnPosition(name);
    }
}
