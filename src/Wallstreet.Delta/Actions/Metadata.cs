using System.Globalization;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Actions;

/// <summary>The table's identity, schema and properties. Protocol section "Change Metadata".</summary>
public sealed record Metadata
{
    private static readonly Dictionary<string, string> _none = [];
    private readonly Lazy<StructType> _schema;

    /// <summary>Creates the action.</summary>
    /// <param name="id">The table's identity.</param>
    /// <param name="schemaString">The schema as JSON.</param>
    public Metadata(string id, string schemaString)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(schemaString);
        Id = id;
        SchemaString = schemaString;
        _schema = new Lazy<StructType>(() => SchemaJson.Parse(schemaString));
    }

    /// <summary>The table's identity.</summary>
    public string Id { get; }

    /// <summary>The schema as JSON.</summary>
    public string SchemaString { get; }

    /// <summary>The table's name, if it has one.</summary>
    public string? Name { get; init; }

    /// <summary>What the table is, if it says.</summary>
    public string? Description { get; init; }

    /// <summary>The encoding of data files; only <c>parquet</c> is supported.</summary>
    public string FormatProvider { get; init; } = "parquet";

    /// <summary>Options of the encoding.</summary>
    public IReadOnlyDictionary<string, string> FormatOptions { get; init; } = _none;

    /// <summary>The partition columns in order, by the names users see.</summary>
    public IReadOnlyList<string> PartitionColumns { get; init; } = [];

    /// <summary>When the metadata was made, in milliseconds since the Unix epoch.</summary>
    public long? CreatedTimeMilliseconds { get; init; }

    /// <summary>The table's properties.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = _none;

    /// <summary>The schema.</summary>
    /// <exception cref="DeltaLogException">The text is no Delta schema.</exception>
    /// <exception cref="UnsupportedFeatureException">A column has a type this library does not know.</exception>
    public StructType Schema => _schema.Value;

    /// <summary>How columns are found in data files.</summary>
    /// <exception cref="UnsupportedFeatureException">The mode is none of the protocol's.</exception>
    public ColumnMappingMode ColumnMapping => FindProperty("delta.columnMapping.mode")?.ToUpperInvariant() switch
    {
        null or "NONE" => ColumnMappingMode.None,
        "NAME" => ColumnMappingMode.Name,
        "ID" => ColumnMappingMode.Id,
        string mode => throw new UnsupportedFeatureException(
            "columnMapping", $"The table's column mapping mode is '{mode}'; the protocol has none, name and id."),
    };

    /// <summary>Whether every row has an id that it keeps (<c>delta.enableRowTracking</c>). Protocol section "Row
    /// Tracking".</summary>
    public bool HasRowTracking => IsEnabled("delta.enableRowTracking");

    /// <summary>The column of data files in which rows that were moved keep their id, or <see langword="null"/>. It is no
    /// part of the schema; where a file lacks it, or it is null, the id is the file's first row id plus the row's place.
    /// </summary>
    public string? RowIdColumn => FindProperty("delta.rowTracking.materializedRowIdColumnName");

    /// <summary>The column of data files in which rows that were moved keep the version that last changed them, or
    /// <see langword="null"/>; else it is that of the file.</summary>
    public string? RowCommitVersionColumn => FindProperty("delta.rowTracking.materializedRowCommitVersionColumnName");

    /// <summary>A copy with another schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>The metadata.</returns>
    public Metadata WithSchema(StructType schema) => new(Id, SchemaJson.Write(schema))
    {
        Name = Name,
        Description = Description,
        FormatProvider = FormatProvider,
        FormatOptions = FormatOptions,
        PartitionColumns = PartitionColumns,
        CreatedTimeMilliseconds = CreatedTimeMilliseconds,
        Configuration = Configuration,
    };

    /// <summary>Finds a property of the table.</summary>
    /// <param name="key">Such as <c>delta.appendOnly</c>.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    public string? FindProperty(string key) => Configuration.TryGetValue(key, out string? value) ? value : null;

    /// <summary>Whether a property is set to true.</summary>
    /// <param name="key">Such as <c>delta.appendOnly</c>.</param>
    /// <returns>Whether it is; false when the property is not there.</returns>
    public bool IsEnabled(string key) => string.Equals(FindProperty(key), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Compares what the log would hold.</summary>
    /// <param name="other">The other metadata.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(Metadata? other) =>
        other is not null && Id == other.Id && SchemaString == other.SchemaString && Name == other.Name
        && Description == other.Description && FormatProvider == other.FormatProvider
        && PartitionColumns.SequenceEqual(other.PartitionColumns) && SameMap(Configuration, other.Configuration)
        && SameMap(FormatOptions, other.FormatOptions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, SchemaString);

    /// <summary>How long removed files are kept, with their tombstones (<c>delta.deletedFileRetentionDuration</c>).</summary>
    internal TimeSpan DeletedFileRetention =>
        TableInterval.TryParse(FindProperty("delta.deletedFileRetentionDuration")) ?? TimeSpan.FromDays(7);

    /// <summary>How long applications that do not write are remembered (<c>delta.setTransactionRetentionDuration</c>); null for
    /// good.</summary>
    internal TimeSpan? ApplicationRetention => TableInterval.TryParse(FindProperty("delta.setTransactionRetentionDuration"));

    /// <summary>A copy with some properties set.</summary>
    internal Metadata WithProperties(params ReadOnlySpan<(string Key, string Value)> properties)
    {
        Dictionary<string, string> configuration = new(Configuration, StringComparer.Ordinal);
        foreach ((string key, string value) in properties)
        {
            configuration[key] = value;
        }

        return this with { Configuration = configuration };
    }

    internal long? FindNumber(string key) =>
        long.TryParse(FindProperty(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;

    private static bool SameMap(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out string? value) && value == pair.Value);
}
