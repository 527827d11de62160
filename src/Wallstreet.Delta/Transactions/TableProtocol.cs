using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Transactions;

/// <summary>Which protocol a table's schema and properties ask for.</summary>
internal static class TableProtocol
{
    private const string FeaturePrefix = "delta.feature.";

    /// <summary>The least protocol under which a new table may be written.</summary>
    /// <param name="metadata">The table's metadata.</param>
    /// <param name="asked">Features that are asked for by name.</param>
    public static Protocol For(Metadata metadata, IEnumerable<string> asked)
    {
        SortedSet<string> both = new(StringComparer.Ordinal);
        SortedSet<string> writer = new(StringComparer.Ordinal);
        Collect(metadata, both, writer);
        foreach (string feature in asked)
        {
            (TableFeatures.IsForReaders(feature) ? both : writer).Add(feature);
        }

        if (writer.Contains(TableFeatures.RowTracking) || writer.Contains(TableFeatures.Clustering))
        {
            writer.Add(TableFeatures.DomainMetadata);
        }

        if (both.Count == 0 && writer.All(static feature => feature == TableFeatures.ChangeDataFeed))
        {
            return new Protocol(1, writer.Count == 0 ? 2 : 4);
        }

        writer.UnionWith(both);
        writer.UnionWith([TableFeatures.AppendOnly, TableFeatures.Invariants]);
        return new Protocol(both.Count == 0 ? 1 : 3, 7)
        {
            ReaderFeatures = both.Count == 0 ? null : [.. both],
            WriterFeatures = [.. writer],
        };
    }

    /// <exception cref="UnsupportedFeatureException">The metadata needs a feature that the protocol lacks.</exception>
    public static void RequireCovered(Protocol protocol, Metadata metadata)
    {
        SortedSet<string> needed = new(StringComparer.Ordinal);
        Collect(metadata, needed, needed);
        string? missing = needed.FirstOrDefault(feature => !protocol.HasWriterFeature(feature));
        if (missing is not null)
        {
            throw new UnsupportedFeatureException(
                missing,
                $"The change needs the table feature '{missing}', which the table's protocol does not have. "
                + "Upgrade the protocol in the same change.");
        }
    }

    /// <summary>Metadata for a new table: column mapping gets its ids and names.</summary>
    public static Metadata Prepare(TableDefinition definition, string id, DateTimeOffset now)
    {
        Metadata metadata = new(id, SchemaJson.Write(definition.Schema))
        {
            Name = definition.Name,
            Description = definition.Description,
            PartitionColumns = [.. definition.PartitionColumns.Select(name => definition.Schema.Find(name)?.Name
                ?? throw new SchemaMismatchException($"The partition column '{name}' is not in the schema."))],
            CreatedTimeMilliseconds = now.ToUnixTimeMilliseconds(),
            Configuration = definition.Properties.Where(static pair =>
                !pair.Key.StartsWith(FeaturePrefix, StringComparison.Ordinal))
                .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal),
        };
        RequirePartitionable(metadata);
        metadata = RowTracking.WithColumns(metadata);
        return metadata.ColumnMapping == ColumnMappingMode.None ? metadata : ColumnMappingIds.Assign(metadata);
    }

    /// <summary>Features asked for by <c>delta.feature.NAME = supported</c>.</summary>
    public static IEnumerable<string> AskedFor(TableDefinition definition) => definition.Properties.Keys
        .Where(static key => key.StartsWith(FeaturePrefix, StringComparison.Ordinal))
        .Select(static key => key[FeaturePrefix.Length..]);

    private static void Collect(Metadata metadata, SortedSet<string> both, SortedSet<string> writer)
    {
        if (Contains(metadata.Schema, PrimitiveKind.TimestampNtz))
        {
            both.Add(TableFeatures.TimestampNtz);
        }

        if (Contains(metadata.Schema, PrimitiveKind.Variant))
        {
            both.Add("variantType");
        }

        if (metadata.ColumnMapping != ColumnMappingMode.None)
        {
            both.Add(TableFeatures.ColumnMapping);
        }

        if (metadata.IsEnabled("delta.enableDeletionVectors"))
        {
            both.Add(TableFeatures.DeletionVectors);
        }

        if (metadata.IsEnabled("delta.enableInCommitTimestamps"))
        {
            writer.Add(TableFeatures.InCommitTimestamp);
        }

        if (metadata.IsEnabled("delta.enableChangeDataFeed"))
        {
            writer.Add(TableFeatures.ChangeDataFeed);
        }

        if (metadata.IsEnabled("delta.enableRowTracking"))
        {
            writer.UnionWith([TableFeatures.RowTracking, TableFeatures.DomainMetadata]);
        }

        if (metadata.IsEnabled("delta.enableTypeWidening"))
        {
            both.Add(TableFeatures.TypeWidening);
        }

        writer.UnionWith(ProtocolGate.FindRules(metadata).Select(static rule => rule.Feature));
        if (ProtocolGate.AllFields(metadata.Schema).Any(static column => column.Metadata.ContainsKey("CURRENT_DEFAULT")))
        {
            writer.Add(TableFeatures.AllowColumnDefaults);
        }
    }

    private static void RequirePartitionable(Metadata metadata)
    {
        foreach (string name in metadata.PartitionColumns)
        {
            if (metadata.Schema.Find(name)!.Type is not (DecimalType or PrimitiveType
                {
                    Kind: not (PrimitiveKind.Variant or PrimitiveKind.Void),
                }))
            {
                throw new SchemaMismatchException(
                    $"Column '{name}' cannot partition the table: its type is {metadata.Schema.Find(name)!.Type}.");
            }
        }

        if (metadata.PartitionColumns.Count > 0 && metadata.PartitionColumns.Count == metadata.Schema.Fields.Count)
        {
            throw new SchemaMismatchException("Every column is a partition column; files would have no columns.");
        }
    }

    private static bool Contains(DeltaType type, PrimitiveKind kind) => type switch
    {
        PrimitiveType primitive => primitive.Kind == kind,
        StructType structure => structure.Fields.Any(column => Contains(column.Type, kind)),
        ArrayType array => Contains(array.ElementType, kind),
        MapType map => Contains(map.KeyType, kind) || Contains(map.ValueType, kind),
        _ => false,
    };
}
