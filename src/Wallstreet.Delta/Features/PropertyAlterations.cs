using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Features;

/// <summary>Decides on changes of a table's properties. A property that turns a feature on raises the protocol with it.
/// </summary>
public static class PropertyAlterations
{
    private const string RowTrackingKey = "delta.enableRowTracking";
    private const string InCommitKey = "delta.enableInCommitTimestamps";

    private static readonly string[] _changeColumns = ["_change_type", "_commit_version", "_commit_timestamp"];

    /// <summary>Sets properties. Those that begin with <c>delta.</c> must be known, the others are free;
    /// <c>delta.feature.NAME = supported</c> gives the table a feature.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="properties">The properties.</param>
    /// <returns>The change.</returns>
    /// <exception cref="TablePropertyException">One is not known, or cannot have its value.</exception>
    /// <exception cref="UnsupportedFeatureException">One needs a feature that the table cannot be given.</exception>
    public static Alteration Set(Snapshot snapshot, IReadOnlyDictionary<string, string> properties)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(properties);
        Dictionary<string, string> configuration = new(snapshot.Metadata.Configuration, StringComparer.Ordinal);
        List<string> features = [];
        foreach ((string given, string value) in properties)
        {
            if (given.StartsWith(PropertyCatalog.FeaturePrefix, StringComparison.OrdinalIgnoreCase))
            {
                features.Add(ReadFeature(given, value));
                continue;
            }

            (string key, string canonical) = PropertyCatalog.Canonical(given, value);
            configuration[key] = canonical;
        }

        return Decide(snapshot, configuration, features, "SET TBLPROPERTIES", new Dictionary<string, string>
        {
            ["properties"] = Json(properties),
        });
    }

    /// <summary>Takes properties away, so that their defaults hold.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="keys">The properties.</param>
    /// <param name="ifExists">Whether one that is not set is fine.</param>
    /// <returns>The change.</returns>
    /// <exception cref="TablePropertyException">One is not set, or belongs to the table itself.</exception>
    public static Alteration Unset(Snapshot snapshot, IReadOnlyCollection<string> keys, bool ifExists)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(keys);
        Dictionary<string, string> configuration = new(snapshot.Metadata.Configuration, StringComparer.Ordinal);
        foreach (string given in keys)
        {
            string key = configuration.ContainsKey(given) && !IsGuarded(given) ? given : PropertyCatalog.RequireKey(given);
            if (!configuration.Remove(key) && !ifExists)
            {
                throw new TablePropertyException(key, $"The property {key} is not set, so it cannot be taken away.");
            }
        }

        return Decide(snapshot, configuration, [], "UNSET TBLPROPERTIES", new Dictionary<string, string>
        {
            ["properties"] = ColumnAlterations.Text(keys),
            ["ifExists"] = ifExists ? "true" : "false",
        });
    }

    /// <summary>Gives a table features, or names the features that its protocol's version implies one by one.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="features">The features; none to name only those that the table has.</param>
    /// <returns>The change.</returns>
    /// <exception cref="UnsupportedFeatureException">A feature is not known.</exception>
    public static Alteration Upgrade(Snapshot snapshot, IReadOnlyCollection<string> features)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(features);
        Protocol protocol = ProtocolUpgrade.WithFeatures(
            snapshot.Protocol, features.Select(static name => FeatureCatalog.Get(name).Name));
        return new Alteration(snapshot, snapshot.Metadata, protocol, "UPGRADE PROTOCOL")
        {
            Parameters = new Dictionary<string, string> { ["newProtocol"] = Describe(protocol) },
        };
    }

    private static Alteration Decide(Snapshot snapshot, Dictionary<string, string> configuration, List<string> features,
        string operation, Dictionary<string, string> parameters)
    {
        if (!snapshot.Metadata.IsEnabled(InCommitKey) || !IsTrue(configuration, InCommitKey))
        {
            configuration.Remove("delta.inCommitTimestampEnablementVersion");
            configuration.Remove("delta.inCommitTimestampEnablementTimestamp");
        }

        Metadata changed = snapshot.Metadata with { Configuration = configuration };
        changed = ColumnMappingAlterations.ChangeMode(snapshot, changed);
        RequireConsistent(changed);
        bool tracks = changed.IsEnabled(RowTrackingKey) && !snapshot.Metadata.IsEnabled(RowTrackingKey);
        return new Alteration(snapshot, changed, ProtocolUpgrade.Cover(snapshot.Protocol, changed, features), operation)
        {
            Parameters = parameters,
            Renewed = tracks ? [.. snapshot.Files.Where(static file => file.BaseRowId is null).Select(Again)] : [],
            ReadsWholeTable = tracks,
        };
    }

    /// <summary>A file named again: the commit gives its rows ids.</summary>
    private static AddFile Again(AddFile file) => file with { DataChange = false };

    /// <exception cref="TablePropertyException">The properties do not go together, or not with the schema.</exception>
    internal static void RequireConsistent(Metadata metadata)
    {
        if (metadata.IsEnabled("delta.enableChangeDataFeed")
            && _changeColumns.FirstOrDefault(name => metadata.Schema.Find(name) is not null) is { } reserved)
        {
            throw new TablePropertyException(
                "delta.enableChangeDataFeed",
                $"The table cannot record changes: it has a column '{reserved}', which change data uses. Rename the column first.");
        }

        if (metadata.IsEnabled(RowTrackingKey) && metadata.IsEnabled("delta.rowTrackingSuspended"))
        {
            throw new TablePropertyException(
                RowTrackingKey, $"The properties {RowTrackingKey} and delta.rowTrackingSuspended exclude each other. Set one to false.");
        }

        foreach (ColumnPath column in StatisticsProperty.Find(metadata) ?? [])
        {
            if (column.FindIn(metadata.Schema) is null)
            {
                throw new TablePropertyException(
                    StatisticsProperty.Key, $"The property {StatisticsProperty.Key} names '{column}', which is no column of the table.");
            }
        }
    }

    private static bool IsGuarded(string key) => key.StartsWith(ColumnReferences.ConstraintPrefix, StringComparison.OrdinalIgnoreCase)
        || key.StartsWith("delta.rowTracking.", StringComparison.OrdinalIgnoreCase)
        || key.Equals(CheckpointProtection.Key, StringComparison.OrdinalIgnoreCase)
        || key.Equals("delta.columnMapping.maxColumnId", StringComparison.OrdinalIgnoreCase);

    private static bool IsTrue(Dictionary<string, string> configuration, string key) =>
        configuration.TryGetValue(key, out string? value) && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static string ReadFeature(string key, string value) =>
        value.Equals("supported", StringComparison.OrdinalIgnoreCase) || value.Equals("enabled", StringComparison.OrdinalIgnoreCase)
            ? FeatureCatalog.Get(key[PropertyCatalog.FeaturePrefix.Length..]).Name
            : throw new TablePropertyException(key, $"The property {key} cannot be '{value}': it must be supported.");

    private static string Json(IReadOnlyDictionary<string, string> properties) =>
        JsonSerializer.Serialize(new Dictionary<string, string>(properties), SchemaJsonContext.Default.DictionaryStringString);

    private static string Describe(Protocol protocol)
    {
        string reader = protocol.ReaderFeatures is { } names ? $",\"readerFeatures\":{ColumnAlterations.Text(names)}" : "";
        return FormattableString.Invariant(
            $"{{\"minReaderVersion\":{protocol.MinReaderVersion},\"minWriterVersion\":{protocol.MinWriterVersion}{reader},\"writerFeatures\":{ColumnAlterations.Text(protocol.WriterFeatures ?? [])}}}");
    }
}
