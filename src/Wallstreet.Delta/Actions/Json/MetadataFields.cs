namespace Wallstreet.Delta.Actions.Json;

/// <summary>The fields of a metaData action while it is read.</summary>
internal sealed class MetadataFields
{
    private static readonly Dictionary<string, string> _none = [];

    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? SchemaString { get; set; }

    public string FormatProvider { get; set; } = "parquet";

    public Dictionary<string, string>? FormatOptions { get; set; }

    public List<string>? PartitionColumns { get; set; }

    public long? CreatedTime { get; set; }

    public Dictionary<string, string>? Configuration { get; set; }

    public Metadata ToMetadata() => new(
        Id ?? throw new DeltaLogException("The action 'metaData' lacks 'id'."),
        SchemaString ?? throw new DeltaLogException("The action 'metaData' lacks 'schemaString'."))
    {
        Name = Name,
        Description = Description,
        FormatProvider = FormatProvider,
        FormatOptions = FormatOptions ?? _none,
        PartitionColumns = PartitionColumns ?? [],
        CreatedTimeMilliseconds = CreatedTime,
        Configuration = Configuration ?? _none,
    };
}
