using System.Text.Json;

namespace Wallstreet.Delta.Actions.Json;

/// <summary>Reads the actions of which a commit has few.</summary>
internal static class RareActions
{
    public static Protocol? ReadProtocol(ref Utf8JsonReader reader)
    {
        if (!Open(ref reader))
        {
            return null;
        }

        int? readerVersion = null;
        int? writerVersion = null;
        List<string>? readerFeatures = null;
        List<string>? writerFeatures = null;
        while (JsonFields.NextName(ref reader))
        {
            switch (reader.GetString())
            {
                case "minReaderVersion":
                    readerVersion = JsonFields.ReadSmallNumber(ref reader);
                    break;
                case "minWriterVersion":
                    writerVersion = JsonFields.ReadSmallNumber(ref reader);
                    break;
                case "readerFeatures":
                    readerFeatures = JsonFields.ReadTextList(ref reader);
                    break;
                case "writerFeatures":
                    writerFeatures = JsonFields.ReadTextList(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new Protocol(
            readerVersion ?? throw Missing("protocol", "minReaderVersion"),
            writerVersion ?? throw Missing("protocol", "minWriterVersion"))
        {
            ReaderFeatures = readerFeatures,
            WriterFeatures = writerFeatures,
        };
    }

    public static Metadata? ReadMetadata(ref Utf8JsonReader reader)
    {
        if (!Open(ref reader))
        {
            return null;
        }

        MetadataFields fields = new();
        while (JsonFields.NextName(ref reader))
        {
            switch (reader.GetString())
            {
                case "id":
                    fields.Id = JsonFields.ReadText(ref reader);
                    break;
                case "name":
                    fields.Name = JsonFields.ReadText(ref reader);
                    break;
                case "description":
                    fields.Description = JsonFields.ReadText(ref reader);
                    break;
                case "schemaString":
                    fields.SchemaString = JsonFields.ReadText(ref reader);
                    break;
                case "partitionColumns":
                    fields.PartitionColumns = JsonFields.ReadTextList(ref reader);
                    break;
                case "createdTime":
                    fields.CreatedTime = JsonFields.ReadNumber(ref reader);
                    break;
                case "configuration":
                    fields.Configuration = JsonFields.ReadTextMap(ref reader);
                    break;
                case "format":
                    ReadFormat(ref reader, fields);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return fields.ToMetadata();
    }

    public static ApplicationTransaction? ReadApplication(ref Utf8JsonReader reader)
    {
        if (!Open(ref reader))
        {
            return null;
        }

        string? id = null;
        long? version = null;
        long? updated = null;
        while (JsonFields.NextName(ref reader))
        {
            switch (reader.GetString())
            {
                case "appId":
                    id = JsonFields.ReadText(ref reader);
                    break;
                case "version":
                    version = JsonFields.ReadNumber(ref reader);
                    break;
                case "lastUpdated":
                    updated = JsonFields.ReadNumber(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new ApplicationTransaction(
            id ?? throw Missing("txn", "appId"), version ?? throw Missing("txn", "version"), updated);
    }

    public static DomainMetadata? ReadDomain(ref Utf8JsonReader reader)
    {
        if (!Open(ref reader))
        {
            return null;
        }

        string? domain = null;
        string configuration = "";
        bool removed = false;
        while (JsonFields.NextName(ref reader))
        {
            switch (reader.GetString())
            {
                case "domain":
                    domain = JsonFields.ReadText(ref reader);
                    break;
                case "configuration":
                    configuration = JsonFields.ReadText(ref reader) ?? "";
                    break;
                case "removed":
                    removed = JsonFields.ReadFlag(ref reader) ?? false;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new DomainMetadata(domain ?? throw Missing("domainMetadata", "domain"), configuration, removed);
    }

    public static SidecarFile? ReadSidecar(ref Utf8JsonReader reader)
    {
        if (!Open(ref reader))
        {
            return null;
        }

        string? path = null;
        long size = 0;
        while (JsonFields.NextName(ref reader))
        {
            switch (reader.GetString())
            {
                case "path":
                    path = JsonFields.ReadText(ref reader);
                    break;
                case "sizeInBytes":
                    size = JsonFields.ReadNumber(ref reader) ?? 0;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new SidecarFile(path ?? throw Missing("sidecar", "path"), size);
    }

    public static DeletionVectorDescriptor? ReadDeletionVector(ref Utf8JsonReader reader)
    {
        if (!Open(ref reader))
        {
            return null;
        }

        string? storage = null;
        string? path = null;
        int? offset = null;
        int? size = null;
        long? cardinality = null;
        while (JsonFields.NextName(ref reader))
        {
            switch (reader.GetString())
            {
                case "storageType":
                    storage = JsonFields.ReadText(ref reader);
                    break;
                case "pathOrInlineDv":
                    path = JsonFields.ReadText(ref reader);
                    break;
                case "offset":
                    offset = JsonFields.ReadSmallNumber(ref reader);
                    break;
                case "sizeInBytes":
                    size = JsonFields.ReadSmallNumber(ref reader);
                    break;
                case "cardinality":
                    cardinality = JsonFields.ReadNumber(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new DeletionVectorDescriptor(
            storage ?? throw Missing("deletionVector", "storageType"),
            path ?? throw Missing("deletionVector", "pathOrInlineDv"),
            offset,
            size ?? throw Missing("deletionVector", "sizeInBytes"),
            cardinality ?? throw Missing("deletionVector", "cardinality"));
    }

    public static CommitInfo? ReadCommitInfo(ref Utf8JsonReader reader)
    {
        reader.Read();
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? CommitInfoFields.Read(document.RootElement)
            : null;
    }

    private static void ReadFormat(ref Utf8JsonReader reader, MetadataFields fields)
    {
        if (!Open(ref reader))
        {
            return;
        }

        while (JsonFields.NextName(ref reader))
        {
            switch (reader.GetString())
            {
                case "provider":
                    fields.FormatProvider = JsonFields.ReadText(ref reader) ?? "parquet";
                    break;
                case "options":
                    fields.FormatOptions = JsonFields.ReadTextMap(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static bool Open(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        JsonFields.ExpectObject(ref reader);
        return true;
    }

    private static DeltaLogException Missing(string action, string field) =>
        new($"The action '{action}' lacks '{field}'.");
}
