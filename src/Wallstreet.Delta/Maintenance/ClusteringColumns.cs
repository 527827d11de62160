using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Maintenance;

/// <summary>By which columns a table is clustered. Protocol section "Clustered Table".</summary>
public static class ClusteringColumns
{
    /// <summary>The metadata domain that holds them.</summary>
    public const string Domain = "delta.clustering";

    /// <summary>The reference implementation's limit: each further column weakens the others.</summary>
    private const int ColumnsMax = 4;

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

    /// <summary>What becomes of the clustering when all rows of a table are replaced with another schema: it stays while its
    /// columns do, by whatever names files know them now, and is taken off otherwise.</summary>
    /// <param name="before">The version that is replaced.</param>
    /// <param name="after">The table's metadata from then on.</param>
    /// <returns>The action to commit with it; null if nothing changes.</returns>
    public static DomainMetadata? Follow(Snapshot before, Metadata after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (Find(before) is not { Count: > 0 } columns)
        {
            return null;
        }

        DomainMetadata now = before.Domains.First(static domain => domain.Domain == Domain);
        bool stays = after.PartitionColumns.Count == 0
            && columns.All(column => column.FindIn(after.Schema) is { } field && IsOrdered(field.Type));
        DomainMetadata then = stays ? ToDomain(after, columns) : now with { Removed = true };
        return then == now ? null : then;
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
    /// <param name="columns">The columns, by the names users see, which are known to fit.</param>
    internal static DomainMetadata ToDomain(Metadata metadata, IReadOnlyList<ColumnPath> columns) => new(
        Domain,
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["clusteringColumns"] = columns.Select(column => StatisticsLayout
                .GetPhysicalNames(metadata.Schema, metadata.ColumnMapping, column).ToArray()).ToArray(),
            ["domainName"] = Domain,
        }),
        false);

    /// <exception cref="SchemaMismatchException">The table cannot be clustered by the columns.</exception>
    internal static void RequireClusterable(Metadata metadata, IReadOnlyList<ColumnPath> columns)
    {
        if (metadata.PartitionColumns.Count > 0)
        {
            throw new SchemaMismatchException(
                $"The table is partitioned by {string.Join(", ", metadata.PartitionColumns)}, and a table has either partitions or "
                + "clustering. Write its rows to a table without partitions.");
        }

        if (columns.Count > ColumnsMax || columns.Distinct().Count() < columns.Count)
        {
            throw new SchemaMismatchException(
                $"A table is clustered by at most {ColumnsMax} columns, each once; {columns.Count} were given.");
        }

        HashSet<ColumnPath> measured = [.. StatisticsColumns.Select(metadata)];
        foreach (ColumnPath column in columns)
        {
            StructField field = column.FindIn(metadata.Schema)
                ?? throw new SchemaMismatchException($"The table has no column '{column}' to be clustered by.");
            if (!IsOrdered(field.Type))
            {
                throw new SchemaMismatchException(
                    $"A table cannot be clustered by '{column}': its type {field.Type} has no order that files could be skipped by.");
            }

            if (!measured.Contains(column))
            {
                throw new SchemaMismatchException(
                    $"A table cannot be clustered by '{column}', because files keep no statistics of it and could not be skipped. "
                    + "Name it in the table's property delta.dataSkippingStatsColumns, or raise delta.dataSkippingNumIndexedCols.");
            }
        }
    }

    /// <summary>Whether a table has the columns that a domain names.</summary>
    /// <exception cref="DeltaLogException">The domain is damaged.</exception>
    internal static bool AreIn(Metadata metadata, DomainMetadata domain) => domain.Removed
        || ReadNames(domain.Configuration).TrueForAll(names => FindByPhysicalNames(names, metadata) is not null);

    private static List<ColumnPath> Read(string configuration, Snapshot snapshot) =>
    [
        .. ReadNames(configuration).Select(names => FindByPhysicalNames(names, snapshot.Metadata) ?? throw new DeltaLogException(
            $"The table is clustered by '{string.Join('.', names)}', which is no column of version {snapshot.Version}. Set the "
            + "clustering columns again.")),
    ];

    /// <summary>The physical names of each column, from the outside in.</summary>
    private static List<string[]> ReadNames(string configuration)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(configuration);

            // The reference implementation writes a list of physical names; one name alone is read too.
            return
            [
                .. document.RootElement.GetProperty("clusteringColumns").EnumerateArray()
                    .Select(static column => column.ValueKind == JsonValueKind.Array
                        ? column.EnumerateArray().Select(static name => name.GetString()!).ToArray()
                        : [column.GetString()!]),
            ];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DeltaLogException(
                $"The metadata domain {Domain} is damaged: {exception.Message} Set the clustering columns again.", exception);
        }
    }

    private static ColumnPath? FindByPhysicalNames(string[] names, Metadata metadata)
    {
        List<string> visible = [];
        DeltaType? type = metadata.Schema;
        foreach (string name in names)
        {
            StructField? field = (type as StructType)?.Fields.FirstOrDefault(
                field => field.GetPhysicalName(metadata.ColumnMapping) == name);
            if (field is null)
            {
                return null;
            }

            visible.Add(field.Name);
            type = field.Type;
        }

        return visible.Count == 0 ? default(ColumnPath?) : new ColumnPath(visible);
    }
}
