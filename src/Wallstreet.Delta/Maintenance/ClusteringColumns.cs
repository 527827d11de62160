using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance;

/// <summary>By which columns a table is clustered. Protocol section "Clustered Table".</summary>
public static class ClusteringColumns
{
    /// <summary>The metadata domain that holds them.</summary>
    public const string Domain = "delta.clustering";

    /// <summary>What clustered files name as their provider.</summary>
    public const string Provider = "liquid";

    /// <summary>The columns, by the names users see.</summary>
    /// <param name="snapshot">A version of the table.</param>
    /// <returns>The columns; none for a table whose clustering was taken off; null for a table that was never clustered.
    /// </returns>
    /// <exception cref="DeltaLogException">The domain is damaged, or names a column that there is not.</exception>
    public static IReadOnlyList<ColumnPath>? Find(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (!snapshot.Protocol.HasWriterFeature(TableFeatures.Clustering))
        {
            return null;
        }

        DomainMetadata? domain = snapshot.Domains.FirstOrDefault(static domain => domain.Domain == Domain);
        return domain is null ? null : Read(domain.Configuration, snapshot);
    }

    /// <summary>Whether values of a type have an order that files can be skipped by.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Whether they have.</returns>
    public static bool IsOrdered(DeltaType type) => type is DecimalType or PrimitiveType
    {
        Kind: not (PrimitiveKind.Variant or PrimitiveKind.Void or PrimitiveKind.Boolean or PrimitiveKind.Binary),
    };

    /// <summary>The action that says by which columns a table is clustered.</summary>
    /// <param name="metadata">The table, with the columns' physical names.</param>
    /// <param name="columns">The columns, by the names users see.</param>
    /// <exception cref="SchemaMismatchException">A column is not there, has no order, or partitions the table.</exception>
    internal static DomainMetadata ToDomain(Metadata metadata, IReadOnlyList<string> columns)
    {
        if (metadata.PartitionColumns.Count > 0)
        {
            throw new SchemaMismatchException("A table is partitioned or clustered, not both. Leave one of them out.");
        }

        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("clusteringColumns");
            foreach (string name in columns)
            {
                StructField field = metadata.Schema.Find(name) is { } found && IsOrdered(found.Type)
                    ? found
                    : throw new SchemaMismatchException(
                        $"The table cannot be clustered by '{name}': it has no such column, or its values have no order.");
                writer.WriteStartArray();
                writer.WriteStringValue(field.GetPhysicalName(metadata.ColumnMapping));
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteString("domainName", Domain);
            writer.WriteEndObject();
        }

        return new DomainMetadata(Domain, System.Text.Encoding.UTF8.GetString(stream.ToArray()), false);
    }

    /// <summary>The same for columns that are known to fit, also such as lie within others.</summary>
    internal static DomainMetadata ToDomain(Metadata metadata, IReadOnlyList<ColumnPath> columns) => new(
        Domain,
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["clusteringColumns"] = columns.Select(column => PhysicalNames(column, metadata)).ToArray(),
            ["domainName"] = Domain,
        }),
        false);

    private static string[] PhysicalNames(ColumnPath column, Metadata metadata)
    {
        string[] names = new string[column.Names.Count];
        DeltaType type = metadata.Schema;
        for (int level = 0; level < names.Length; level++)
        {
            StructField field = ((StructType)type).Find(column.Names[level])!;
            names[level] = field.GetPhysicalName(metadata.ColumnMapping);
            type = field.Type;
        }

        return names;
    }

    private static List<ColumnPath> Read(string configuration, Snapshot snapshot)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(configuration);
            List<ColumnPath> columns = [];
            foreach (JsonElement column in document.RootElement.GetProperty("clusteringColumns").EnumerateArray())
            {
                // The reference implementation writes a list of physical names; one name alone is read too.
                string[] names = column.ValueKind == JsonValueKind.Array
                    ? [.. column.EnumerateArray().Select(static name => name.GetString()!)]
                    : [column.GetString()!];
                columns.Add(FromPhysical(names, snapshot));
            }

            return columns;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DeltaLogException(
                $"The metadata domain {Domain} of version {snapshot.Version} is damaged: {exception.Message} Set the "
                + "clustering columns again.",
                exception);
        }
    }

    private static ColumnPath FromPhysical(string[] names, Snapshot snapshot)
    {
        List<string> visible = [];
        DeltaType type = snapshot.Schema;
        foreach (string name in names)
        {
            StructField field = (type as StructType)?.Fields.FirstOrDefault(
                field => field.GetPhysicalName(snapshot.ColumnMapping) == name)
                ?? throw new DeltaLogException(
                    $"The table is clustered by '{string.Join('.', names)}', which is no column of version "
                    + $"{snapshot.Version}. Set the clustering columns again.");
            visible.Add(field.Name);
            type = field.Type;
        }

        return new ColumnPath(visible);
    }
}
