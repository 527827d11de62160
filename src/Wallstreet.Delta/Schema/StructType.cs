namespace Wallstreet.Delta.Schema;

/// <summary>Named fields: a table's schema or a nested column.</summary>
public sealed record StructType : DeltaType
{
    private readonly Dictionary<string, int> _positions;

    /// <summary>Creates the type.</summary>
    /// <param name="fields">The fields in order; names differ even when case is ignored.</param>
    /// <exception cref="SchemaMismatchException">Two fields share a name.</exception>
    public StructType(IReadOnlyList<StructField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Fields = [.. fields];
        _positions = new Dictionary<string, int>(Fields.Count, StringComparer.OrdinalIgnoreCase);
        for (int position = 0; position < Fields.Count; position++)
        {
            if (!_positions.TryAdd(Fields[position].Name, position))
            {
                throw new SchemaMismatchException(
                    $"The schema has two columns named '{Fields[position].Name}' (names differ in case at most). "
                    + "Rename one of them.");
            }
        }
    }

    /// <summary>Creates the type.</summary>
    /// <param name="fields">The fields in order.</param>
    public StructType(params StructField[] fields)
        : this((IReadOnlyList<StructField>)fields)
    {
    }

    /// <summary>The fields in order.</summary>
    public IReadOnlyList<StructField> Fields { get; }

    /// <inheritdoc/>
    public override string DisplayName =>
        $"struct<{string.Join(',', Fields.Select(static item => $"{item.Name}:{item.Type.DisplayName}"))}>";

    /// <summary>Finds a field by name; case is ignored, as in Spark and SQL.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>The field, or <see langword="null"/>.</returns>
    public StructField? Find(string name) => _positions.TryGetValue(name, out int position) ? Fields[position] : null;

    /// <summary>Finds the position of a field by name; case is ignored.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>The position from 0, or -1.</returns>
    public int IndexOf(string name) => _positions.TryGetValue(name, out int position) ? position : -1;

    /// <summary>Compares fields in order.</summary>
    /// <param name="other">The other struct.</param>
    /// <returns>Whether all fields are equal.</returns>
    public bool Equals(StructType? other) => other is not null && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (StructField field in Fields)
        {
            hash.Add(field);
        }

        return hash.ToHashCode();
    }
}
