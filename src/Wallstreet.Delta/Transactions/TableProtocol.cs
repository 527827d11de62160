using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Transactions;

/// <summary>Which protocol a table's schema and properties ask for.</summary>
internal static class TableProtocol
{
    /// <summary>The properties that turn a feature on, with what they need.</summary>
    private static readonly (string Property, string[] Features)[] _switches =
    [
        ("delta.appendOnly", [TableFeatures.AppendOnly]),
        ("delta.enableDeletionVectors", [TableFeatures.DeletionVectors]),
        ("delta.enableInCommitTimestamps", [TableFeatures.InCommitTimestamp]),
        ("delta.enableChangeDataFeed", [TableFeatures.ChangeDataFeed]),
        ("delta.enableRowTracking", [TableFeatures.RowTracking, TableFeatures.DomainMetadata]),
        ("delta.enableTypeWidening", [TableFeatures.TypeWidening]),
    ];

    /// <summary>The least protocol under which a new table may be written.</summary>
    /// <param name="metadata">The table.</param>
    /// <param name="asked">Features that it is to have whether it uses them or not.</param>
    /// <exception cref="UnsupportedFeatureException">A feature that was asked for is not known.</exception>
    public static Protocol For(Metadata metadata, params IEnumerable<string> asked) => ProtocolUpgrade.Cover(
        new Protocol(1, 2), metadata, asked.Select(static name => FeatureCatalog.Get(name).Name));

    /// <summary>The features that metadata makes use of.</summary>
    public static IReadOnlyCollection<string> Needed(Metadata metadata)
    {
        SortedSet<string> needed = new(StringComparer.Ordinal);
        Collect(metadata, needed);
        return needed;
    }

    /// <exception cref="UnsupportedFeatureException">The metadata needs a feature that the protocol lacks.</exception>
    public static void RequireCovered(Protocol protocol, Metadata metadata)
    {
        string? missing = Needed(metadata).FirstOrDefault(feature => !protocol.Covers(feature));
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
            Configuration = definition.Properties.Where(static pair => !IsFeature(pair.Key))
                .Select(static pair => IsConstraint(pair.Key) ? (pair.Key, pair.Value) : PropertyCatalog.Canonical(pair.Key, pair.Value))
                .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal),
        };
        PropertyAlterations.RequireConsistent(metadata);
        RequirePartitionable(metadata);
        metadata = RowTracking.WithColumns(metadata);
        return metadata.ColumnMapping == ColumnMappingMode.None ? metadata : ColumnMappingIds.Assign(metadata);
    }

    /// <summary>Features asked for by <c>delta.feature.NAME = supported</c>.</summary>
    public static IEnumerable<string> AskedFor(TableDefinition definition) => definition.Properties.Keys
        .Where(IsFeature)
        .Select(static key => key[PropertyCatalog.FeaturePrefix.Length..])
        .Concat(definition.ClusterBy.Count > 0 ? [TableFeatures.Clustering] : Array.Empty<string>());

    private static bool IsFeature(string key) =>
        key.StartsWith(PropertyCatalog.FeaturePrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>A new table has no rows yet that would have to be looked at.</summary>
    private static bool IsConstraint(string key) =>
        key.StartsWith(ColumnReferences.ConstraintPrefix, StringComparison.OrdinalIgnoreCase);

    private static void Collect(Metadata metadata, SortedSet<string> needed)
    {
        if (Contains(metadata.Schema, PrimitiveKind.TimestampNtz))
        {
            needed.Add(TableFeatures.TimestampNtz);
        }

        if (Contains(metadata.Schema, PrimitiveKind.Variant))
        {
            needed.Add(TableFeatures.Variant);
        }

        if (metadata.ColumnMapping != ColumnMappingMode.None)
        {
            needed.Add(TableFeatures.ColumnMapping);
        }

        needed.UnionWith(_switches.Where(item => metadata.IsEnabled(item.Property)).SelectMany(static item => item.Features));
        if (string.Equals(metadata.FindProperty("delta.checkpointPolicy"), "v2", StringComparison.OrdinalIgnoreCase))
        {
            needed.Add(TableFeatures.V2Checkpoint);
        }

        needed.UnionWith(ProtocolGate.FindRules(metadata).Select(static rule => rule.Feature));
        if (ProtocolGate.AllFields(metadata.Schema).Any(static column => column.Metadata.ContainsKey("CURRENT_DEFAULT")))
        {
            needed.Add(TableFeatures.AllowColumnDefaults);
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

    public static bool Contains(DeltaType type, PrimitiveKind kind) => type switch
    {
        PrimitiveType primitive => primitive.Kind == kind,
        StructType structure => structure.Fields.Any(column => Contains(column.Type, kind)),
        ArrayType array => Contains(array.ElementType, kind),
        MapType map => Contains(map.KeyType, kind) || Contains(map.ValueType, kind),
        _ => false,
    };
}
