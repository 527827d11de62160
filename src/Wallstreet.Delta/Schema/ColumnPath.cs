namespace Wallstreet.Delta.Schema;

/// <summary>A column, or a field of a nested column: names from the outside in. Case is ignored, as in Spark.</summary>
public readonly struct ColumnPath : IEquatable<ColumnPath>
{
    private readonly string[]? _names;

    /// <summary>Creates the path.</summary>
    /// <param name="names">The names from the outside in; at least one.</param>
    public ColumnPath(params IEnumerable<string> names)
    {
        _names = [.. names];
        ArgumentOutOfRangeException.ThrowIfZero(_names.Length, nameof(names));
    }

    /// <summary>The names from the outside in.</summary>
    public IReadOnlyList<string> Names => _names ?? [];

    /// <summary>A top-level column. A point in the name is part of the name.</summary>
    /// <param name="name">The column's name.</param>
    public static implicit operator ColumnPath(string name) => FromString(name);

    /// <summary>Compares the names, ignoring case.</summary>
    /// <param name="left">One path.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(ColumnPath left, ColumnPath right) => left.Equals(right);

    /// <summary>Compares the names, ignoring case.</summary>
    /// <param name="left">One path.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(ColumnPath left, ColumnPath right) => !left.Equals(right);

    /// <summary>A top-level column. A point in the name is part of the name.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>The path.</returns>
    public static ColumnPath FromString(string name) => new(name);

    /// <inheritdoc/>
    public bool Equals(ColumnPath other) => Names.SequenceEqual(other.Names, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ColumnPath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Names.Count == 0 ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Names[^1]);

    /// <inheritdoc/>
    public override string ToString() => string.Join('.', Names);

    /// <summary>Finds the field that the path names.</summary>
    /// <param name="schema">The table's schema.</param>
    /// <returns>The field, or <see langword="null"/>.</returns>
    public StructField? FindIn(StructType schema)
    {
        DeltaType? type = schema;
        StructField? found = null;
        foreach (string name in Names)
        {
            found = (type as StructType)?.Find(name);
            type = found?.Type;
        }

        return found;
    }
}
