using System.Collections.Frozen;
using System.Globalization;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Features;

/// <summary>The <c>delta.</c> properties of tables with what they may be, as in the reference implementation's DeltaConfigs
/// and the protocol's section "Table Properties".</summary>
internal static class PropertyCatalog
{
    public const string Prefix = "delta.";
    public const string FeaturePrefix = "delta.feature.";

    private static readonly FrozenDictionary<string, PropertyDefinition> _known = new[]
    {
        Truth("appendOnly"), Truth("autoOptimize"), Truth("autoOptimize.optimizeWrite"),
        OneOf("autoOptimize.autoCompact", "true", "false", "auto"),
        Whole("checkpointInterval", 1), OneOf("checkpointPolicy", "classic", "v2"),
        Truth("checkpoint.writeStatsAsJson"), Truth("checkpoint.writeStatsAsStruct"),
        Duration("checkpointRetentionDuration"), OneOf("columnMapping.mode", "none", "name", "id"),
        Whole("dataSkippingNumIndexedCols", -1), Columns("dataSkippingStatsColumns"), Whole("dataSkippingStringPrefixLength", 0),
        Duration("deletedFileRetentionDuration"), Duration("dropFeatureTruncateHistory.retentionDuration"),
        Truth("enableChangeDataFeed"), Truth("enableDeletionVectors"), Truth("enableExpiredLogCleanup"),
        Truth("enableFullRetentionRollback"), Truth("enableInCommitTimestamps"), Truth("enableRowTracking"),
        Truth("enableTypeWidening"), OneOf("isolationLevel", "Serializable", "WriteSerializable"),
        Duration("logRetentionDuration"), Truth("randomizeFilePrefixes"), Whole("randomPrefixLength", 1),
        Truth("rowTrackingSuspended"), Duration("sampleRetentionDuration"), Duration("setTransactionRetentionDuration"),
        new PropertyDefinition(Prefix + "targetFileSize", "a size such as 104857600, 100mb or 1gb", IsSize),
        Truth("tuneFileSizesForRewrites"),
        OneOf("parquet.compression.codec", "uncompressed", "none", "snappy", "gzip", "lz4", "lz4_raw", "zstd"),
        new PropertyDefinition(Prefix + "parquet.format.version", "1.0.0 or 2.x.x", static value =>
            value == "1.0.0" || (Version.TryParse(value, out Version? version) && version.Major == 2 && version.Build >= 0)),
    }.ToFrozenDictionary(static property => property.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Properties that writers keep for themselves.</summary>
    private static readonly HashSet<string> _internal = new(StringComparer.OrdinalIgnoreCase)
    {
        "delta.columnMapping.maxColumnId", "delta.inCommitTimestampEnablementVersion", "delta.inCommitTimestampEnablementTimestamp",
        "delta.rowTracking.materializedRowIdColumnName", "delta.rowTracking.materializedRowCommitVersionColumnName",
        CheckpointProtection.Key,
    };

    /// <summary>A property's own way of writing its name.</summary>
    /// <exception cref="TablePropertyException">It cannot be set or unset so.</exception>
    public static string RequireKey(string key)
    {
        if (string.IsNullOrWhiteSpace(key))
        {
            throw new TablePropertyException(key, "A property's name is empty.");
        }

        if (!key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return key;
        }

        if (_known.TryGetValue(key, out PropertyDefinition? known))
        {
            return known.Key;
        }

        string why = key switch
        {
            _ when key.StartsWith(ColumnReferences.ConstraintPrefix, StringComparison.OrdinalIgnoreCase) =>
                "CHECK constraints are added and dropped as such, so that the rows which are there are looked at",
            _ when _internal.Contains(key) => "writers keep it for themselves",
            _ => "it is none that this version knows; names of your own must not begin with delta. It knows "
                + string.Join(", ", _known.Keys.Order(StringComparer.Ordinal)),
        };
        throw new TablePropertyException(key, $"The property {key} cannot be set: {why}.");
    }

    /// <summary>Refuses a value that a property cannot have.</summary>
    /// <exception cref="TablePropertyException">It cannot.</exception>
    public static void RequireValue(string key, string value)
    {
        if (_known.TryGetValue(key, out PropertyDefinition? known) && !known.IsValid(value))
        {
            throw new TablePropertyException(key, $"The property {known.Key} cannot be '{value}': it must be {known.Expected}.");
        }
    }

    /// <summary>A property as the log holds it: its own name, and a truth in small letters.</summary>
    /// <exception cref="TablePropertyException">It is not known, or cannot have this value.</exception>
    public static (string Key, string Value) Canonical(string key, string value)
    {
        string known = RequireKey(key);
        RequireValue(known, value);
        return (known, known.StartsWith(Prefix, StringComparison.Ordinal) && bool.TryParse(value, out bool truth)
            ? truth ? "true" : "false"
            : value);
    }

    private static PropertyDefinition Truth(string name) => OneOf(name, "true", "false");

    private static PropertyDefinition OneOf(string name, params string[] values) => new(
        Prefix + name, string.Join(" or ", values), value => values.Contains(value, StringComparer.OrdinalIgnoreCase));

    private static PropertyDefinition Whole(string name, int min) => new(
        Prefix + name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min}"),
        value => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= min);

    private static PropertyDefinition Duration(string name) => new(
        Prefix + name, "a duration such as 'interval 30 days' or '2 weeks', without months and years",
        static value => TableInterval.TryParse(value) is not null);

    private static PropertyDefinition Columns(string name) => new(
        Prefix + name, "a list of columns with commas between them", static value =>
        {
            try
            {
                return ColumnPathText.Split(value).Select(ColumnPathText.Parse).All(static path => path.Names.Count > 0);
            }
            catch (SchemaMismatchException)
            {
                return false;
            }
        });

    private static bool IsSize(string value)
    {
        string digits = value.TrimEnd("kKmMgGtTbB".ToCharArray());
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long size) && size > 0
            && value[digits.Length..].ToUpperInvariant() is ("" or "B" or "K" or "KB" or "M" or "MB" or "G" or "GB" or "T" or "TB");
    }
}
