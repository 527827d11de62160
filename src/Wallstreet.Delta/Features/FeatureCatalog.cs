using System.Collections.Frozen;
using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Features;

/// <summary>The features that tables can be given.</summary>
internal static class FeatureCatalog
{
    private static readonly FrozenDictionary<string, FeatureDefinition> _known = new FeatureDefinition[]
    {
        new(TableFeatures.AppendOnly, false),
        new(TableFeatures.Invariants, false),
        new(TableFeatures.CheckConstraints, false),
        new(TableFeatures.ChangeDataFeed, false),
        new(TableFeatures.GeneratedColumns, false),
        new(TableFeatures.AllowColumnDefaults, false),
        new(TableFeatures.IdentityColumns, false),
        new(TableFeatures.DomainMetadata, false),
        new(TableFeatures.CheckpointProtection, false),
        new(TableFeatures.InCommitTimestamp, false),
        new(TableFeatures.RowTracking, false) { Requires = [TableFeatures.DomainMetadata] },
        new(TableFeatures.Clustering, false) { Requires = [TableFeatures.DomainMetadata] },
        new(TableFeatures.ColumnMapping, true),
        new(TableFeatures.DeletionVectors, true),
        new(TableFeatures.TimestampNtz, true),
        new(TableFeatures.TypeWidening, true),
        new(TableFeatures.TypeWideningPreview, true),
        new(TableFeatures.V2Checkpoint, true),
        new(TableFeatures.VacuumProtocolCheck, true),
        new("variantType", true),
        new("variantShredding", true) { Requires = ["variantType"] },
    }.ToFrozenDictionary(static feature => feature.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All features, by name.</summary>
    public static IEnumerable<FeatureDefinition> All => _known.Values.OrderBy(static feature => feature.Name, StringComparer.Ordinal);

    /// <summary>The feature of a name; case is ignored.</summary>
    /// <exception cref="UnsupportedFeatureException">There is none.</exception>
    public static FeatureDefinition Get(string name) => _known.TryGetValue(name, out FeatureDefinition? feature)
        ? feature
        : throw new UnsupportedFeatureException(
            name,
            $"The table feature '{name}' is not known to this version. It knows {string.Join(", ", All.Select(static known => known.Name))}.");

    /// <summary>Whether readers must know a feature; unknown ones are not asked here.</summary>
    public static bool IsForReaders(string name) => _known.TryGetValue(name, out FeatureDefinition? feature) && feature.ForReaders;

    /// <summary>A feature with all those that it cannot be without.</summary>
    public static IEnumerable<string> WithRequired(string name) => _known.TryGetValue(name, out FeatureDefinition? feature)
        ? feature.Requires.SelectMany(WithRequired).Append(feature.Name)
        : [name];
}
