using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Transactions;

/// <summary>Refuses tables with features this library does not have, by the feature's name. Protocol sections "Table
/// Features", "Reader Version Requirements" and "Writer Version Requirements".</summary>
internal static class ProtocolGate
{
    private const int ReaderVersionMax = 3;
    private const int WriterVersionMax = 7;

    /// <summary>The reader version that implied column mapping before features had names.</summary>
    private const int ColumnMappingReaderVersion = 2;

    private static readonly HashSet<string> _readable = new(StringComparer.Ordinal)
    {
        TableFeatures.ColumnMapping,
        TableFeatures.DeletionVectors,
        TableFeatures.TimestampNtz,
        TableFeatures.TypeWidening,
        TableFeatures.TypeWideningPreview,
        TableFeatures.V2Checkpoint,
        TableFeatures.VacuumProtocolCheck,
        TableFeatures.Variant,
        TableFeatures.VariantPreview,
        TableFeatures.VariantShredding,
        TableFeatures.VariantShreddingPreview,
    };

    private static readonly HashSet<string> _writable = new(StringComparer.Ordinal)
    {
        TableFeatures.AppendOnly,
        TableFeatures.Invariants,
        TableFeatures.CheckConstraints,
        TableFeatures.ChangeDataFeed,
        TableFeatures.GeneratedColumns,
        TableFeatures.IdentityColumns,
        TableFeatures.ColumnMapping,
        TableFeatures.TimestampNtz,
        TableFeatures.InCommitTimestamp,
        TableFeatures.DomainMetadata,
        TableFeatures.CheckpointProtection,
        TableFeatures.Clustering,
        TableFeatures.RowTracking,
        TableFeatures.VacuumProtocolCheck,
        TableFeatures.AllowColumnDefaults,
        TableFeatures.DeletionVectors,
        TableFeatures.TypeWidening,
        TableFeatures.TypeWideningPreview,
        TableFeatures.V2Checkpoint,
        TableFeatures.Variant,
        TableFeatures.VariantPreview,
        TableFeatures.VariantShredding,
        TableFeatures.VariantShreddingPreview,
    };

    /// <exception cref="UnsupportedFeatureException">The table cannot be read.</exception>
    public static void RequireReadable(Protocol protocol, Metadata metadata)
    {
        if (protocol.MinReaderVersion is < 1 or > ReaderVersionMax)
        {
            throw new UnsupportedFeatureException(
                $"reader version {protocol.MinReaderVersion}",
                $"The table needs reader version {protocol.MinReaderVersion}; this program knows 1 to "
                + $"{ReaderVersionMax}. Use a newer program.");
        }

        if (protocol.MinReaderVersion == ReaderVersionMax)
        {
            Require(protocol.ReaderFeatures, _readable, "read", "readerFeatures");
        }

        if (!string.Equals(metadata.FormatProvider, "parquet", StringComparison.OrdinalIgnoreCase))
        {
            throw new UnsupportedFeatureException(
                metadata.FormatProvider,
                $"The table's files are '{metadata.FormatProvider}'; only Parquet can be read.");
        }

        RequireMapping(protocol, metadata);
    }

    /// <summary>Where the protocol does not have column mapping, its property is to be ignored (protocol section "Column
    /// Mapping"); Spark follows it all the same. Where that makes a difference, nobody can tell what the columns of files are
    /// called.</summary>
    private static void RequireMapping(Protocol protocol, Metadata metadata)
    {
        if (metadata.ColumnMapping == ColumnMappingMode.None
            || protocol.MinReaderVersion == ColumnMappingReaderVersion
            || (protocol.ReaderFeatures ?? []).Contains(TableFeatures.ColumnMapping))
        {
            return;
        }

        StructField? other = AllFields(metadata.Schema).FirstOrDefault(column =>
            column.GetPhysicalName(ColumnMappingMode.Name) != column.Name
            || (metadata.ColumnMapping == ColumnMappingMode.Id && column.MappedId is not null));
        if (other is not null)
        {
            throw new UnsupportedFeatureException(
                TableFeatures.ColumnMapping,
                $"The table's property delta.columnMapping.mode is '{metadata.FindProperty("delta.columnMapping.mode")}', and its protocol does "
                + $"not have columnMapping, so it is open whether its files call column '{other.Name}' so or "
                + $"'{other.GetPhysicalName(ColumnMappingMode.Name)}'. Its writer broke the protocol: give it the feature, or set the property to none, "
                + "with a program that knows how the files were written.");
        }
    }

    /// <exception cref="UnsupportedFeatureException">The table cannot be written.</exception>
    public static void RequireWritable(Protocol protocol, Metadata metadata)
    {
        RequireReadable(protocol, metadata);
        if (protocol.MinWriterVersion is < 1 or > WriterVersionMax)
        {
            throw new UnsupportedFeatureException(
                $"writer version {protocol.MinWriterVersion}",
                $"The table needs writer version {protocol.MinWriterVersion}; this program knows 1 to "
                + $"{WriterVersionMax}. Use a newer program.");
        }

        if (protocol.MinWriterVersion == WriterVersionMax)
        {
            Require(protocol.WriterFeatures, _writable, "written", "writerFeatures");
        }
    }

    /// <summary>Features that are on in name only are fine; rules that nobody has enforced on new rows are not.</summary>
    /// <exception cref="UnsupportedFeatureException">The table has a rule on rows.</exception>
    public static void RequireNoRules(Metadata metadata)
    {
        foreach ((string feature, string why) in FindRules(metadata))
        {
            throw new UnsupportedFeatureException(
                feature,
                $"Rows cannot be added to the table: {why}, and whoever writes them has not enforced the feature "
                + $"'{feature}'. Write them with SQL, which does.");
        }
    }

    /// <summary>The rules on rows that a table has, each with its feature.</summary>
    public static IEnumerable<(string Feature, string Why)> FindRules(Metadata metadata)
    {
        foreach (string key in metadata.Configuration.Keys)
        {
            if (key.StartsWith("delta.constraints.", StringComparison.Ordinal))
            {
                yield return (TableFeatures.CheckConstraints, $"it has the CHECK constraint '{key}'");
            }
        }

        foreach (StructField column in AllFields(metadata.Schema).Where(static column => column.Metadata.Count > 0))
        {
            if (column.Metadata.ContainsKey("delta.invariants"))
            {
                yield return (TableFeatures.Invariants, $"its column '{column.Name}' has an invariant");
            }

            if (column.Metadata.ContainsKey("delta.generationExpression"))
            {
                yield return (TableFeatures.GeneratedColumns, $"its column '{column.Name}' is generated");
            }

            if (column.Metadata.Keys.Any(static key => key.StartsWith("delta.identity.", StringComparison.Ordinal)))
            {
                yield return (TableFeatures.IdentityColumns, $"its column '{column.Name}' is an identity column");
            }
        }
    }

    /// <summary>Every column of a type, nested ones too.</summary>
    public static IEnumerable<StructField> AllFields(DeltaType type) => type switch
    {
        StructType structure => structure.Fields.SelectMany(
            static column => AllFields(column.Type).Prepend(column)),
        ArrayType array => AllFields(array.ElementType),
        MapType map => AllFields(map.KeyType).Concat(AllFields(map.ValueType)),
        _ => [],
    };

    private static void Require(
        IReadOnlyList<string>? features, HashSet<string> known, string verb, string list)
    {
        if (features is null)
        {
            throw new DeltaLogException($"The table's protocol action lacks '{list}', which its version demands.");
        }

        string[] unknown = [.. features.Where(feature => !known.Contains(feature)).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            throw new UnsupportedFeatureException(
                unknown[0],
                $"The table cannot be {verb}: this version does not support the table "
                + $"{(unknown.Length == 1 ? "feature" : "features")} {string.Join(", ", unknown)}.");
        }
    }
}
