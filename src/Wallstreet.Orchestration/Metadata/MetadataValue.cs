using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Metadata;

/// <summary>
/// A typed fact attached to a materialization, an observation or a check. As JSON it is
/// <c>{"kind": "integer", "value": 42}</c>; see <see cref="MetadataJson"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(WholeNumber), "integer")]
[JsonDerivedType(typeof(Number), "number")]
[JsonDerivedType(typeof(Flag), "flag")]
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Markdown), "markdown")]
[JsonDerivedType(typeof(Json), "json")]
[JsonDerivedType(typeof(TableSchema), "tableSchema")]
[JsonDerivedType(typeof(TableVersion), "tableVersion")]
[JsonDerivedType(typeof(Url), "url")]
[JsonDerivedType(typeof(Path), "path")]
[JsonDerivedType(typeof(Timestamp), "timestamp")]
public abstract record MetadataValue
{
    private MetadataValue()
    {
    }

    /// <summary>The value as a number where it is one, so that it can be drawn over time; otherwise null.</summary>
    [JsonIgnore]
    public double? NumberOrNull => this switch
    {
        WholeNumber whole => whole.Value,
        Number number => number.Value,
        TableVersion version => version.Version,
        _ => null,
    };

#pragma warning disable CA2225 // The records' constructors are the named alternative.
    /// <summary>A whole number.</summary>
    public static implicit operator MetadataValue(long value) => new WholeNumber(value);

    /// <summary>A number.</summary>
    public static implicit operator MetadataValue(double value) => new Number(value);

    /// <summary>Plain text.</summary>
    public static implicit operator MetadataValue(string value) => new Text(value);

    /// <summary>Yes or no.</summary>
    public static implicit operator MetadataValue(bool value) => new Flag(value);
#pragma warning restore CA2225

    /// <summary>A whole number, for example a count of rows.</summary>
    public sealed record WholeNumber(long Value) : MetadataValue;

    /// <summary>A number; not-a-number and the infinities are kept.</summary>
    public sealed record Number(double Value) : MetadataValue;

    /// <summary>Yes or no.</summary>
    public sealed record Flag(bool Value) : MetadataValue;

    /// <summary>Plain text.</summary>
    public sealed record Text(string Value) : MetadataValue;

    /// <summary>Text in Markdown.</summary>
    public sealed record Markdown(string Value) : MetadataValue;

    /// <summary>A JSON document as text.</summary>
    public sealed record Json(string Value) : MetadataValue;

    /// <summary>The columns of a table.</summary>
    public sealed record TableSchema(IReadOnlyList<SchemaColumn> Value) : MetadataValue;

    /// <summary>A version of a table, named with dots.</summary>
    public sealed record TableVersion(string Table, long Version) : MetadataValue;

    /// <summary>An address.</summary>
    public sealed record Url(string Value) : MetadataValue;

    /// <summary>A file or object.</summary>
    public sealed record Path(string Value) : MetadataValue;

    /// <summary>An instant.</summary>
    public sealed record Timestamp(DateTimeOffset Value) : MetadataValue;
}
