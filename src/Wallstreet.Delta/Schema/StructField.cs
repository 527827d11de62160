using System.Text.Json;

namespace Wallstreet.Delta.Schema;

/// <summary>A column, or a field of a nested column.</summary>
public sealed record StructField
{
    private const string PhysicalNameKey = "delta.columnMapping.physicalName";
    private const string ColumnIdKey = "delta.columnMapping.id";
    private static readonly Dictionary<string, JsonElement> _noMetadata = [];

    /// <summary>Creates the field.</summary>
    /// <param name="name">The name users see.</param>
    /// <param name="type">The type.</param>
    /// <param name="nullable">Whether the value may be null.</param>
    /// <param name="metadata">Further facts as JSON values, such as <c>comment</c>.</param>
    public StructField(
        string name, DeltaType type, bool nullable = true, IReadOnlyDictionary<string, JsonElement>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(type);
        Name = name;
        Type = type;
        Nullable = nullable;
        Metadata = metadata ?? _noMetadata;
    }

    /// <summary>The name users see.</summary>
    public string Name { get; init; }

    /// <summary>The type.</summary>
    public DeltaType Type { get; init; }

    /// <summary>Whether the value may be null.</summary>
    public bool Nullable { get; init; }

    /// <summary>Further facts as JSON values. Protocol section "Column Metadata".</summary>
    public IReadOnlyDictionary<string, JsonElement> Metadata { get; init; }

    /// <summary>The column's comment, or <see langword="null"/>.</summary>
    public string? Comment => FindText("comment");

    /// <summary>The name in data files and statistics when column mapping is on, or <see langword="null"/>.</summary>
    public string? MappedName => FindText(PhysicalNameKey);

    /// <summary>The id in data files when column mapping is on, or <see langword="null"/>.</summary>
    public int? MappedId =>
        Metadata.TryGetValue(ColumnIdKey, out JsonElement id) && id.ValueKind == JsonValueKind.Number
        && id.TryGetInt32(out int value) ? value : null;

    /// <summary>The name in data files, partition values and statistics.</summary>
    /// <param name="mode">The table's column mapping mode.</param>
    /// <returns>The mapped name when mapping is on, else <see cref="Name"/>.</returns>
    public string GetPhysicalName(ColumnMappingMode mode) =>
        mode == ColumnMappingMode.None ? Name : MappedName ?? Name;

    /// <summary>A copy with a comment.</summary>
    /// <param name="comment">What the column means.</param>
    /// <returns>The field with the comment.</returns>
    public StructField WithComment(string comment) => this with
    {
        Metadata = new Dictionary<string, JsonElement>(Metadata)
        {
            ["comment"] = JsonSerializer.SerializeToElement(comment, SchemaJsonContext.Default.String),
        },
    };

    /// <summary>Compares name, type, nullability and metadata.</summary>
    /// <param name="other">The other field.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(StructField? other) =>
        other is not null && Name == other.Name && Nullable == other.Nullable && Type == other.Type
        && Metadata.Count == other.Metadata.Count
        && Metadata.All(pair => other.Metadata.TryGetValue(pair.Key, out JsonElement value)
            && JsonElement.DeepEquals(pair.Value, value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Type, Nullable, Metadata.Count);

    internal string? FindText(string key) =>
        Metadata.TryGetValue(key, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
