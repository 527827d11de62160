using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Features;

/// <summary>What in a table makes use of a feature.</summary>
internal static class FeatureTraces
{
    /// <summary>What does, with how to end it; <see langword="null"/> if nothing does.</summary>
    public static string? Find(Snapshot snapshot, string feature)
    {
        Metadata metadata = snapshot.Metadata;
        return FindInMetadata(metadata, feature) ?? feature switch
        {
            TableFeatures.DeletionVectors when snapshot.Files.Any(static file => file.DeletionVector is not null) =>
                "files have deletion vectors; `wallstreet table features T drop` and QueryEngine.DropFeatureAsync rewrite them, as does `wallstreet table optimize --purge`",
            TableFeatures.RowTracking when snapshot.Files.Any(static file => file.BaseRowId is not null) =>
                "files have row ids",
            TableFeatures.Clustering when ClusteringColumns.Find(snapshot) is { Count: > 0 } columns =>
                $"the table is clustered by {string.Join(", ", columns)}",
            TableFeatures.DomainMetadata when snapshot.Domains.Any() =>
                $"the table has the domains {string.Join(", ", snapshot.Domains.Select(static domain => domain.Domain))}",
            _ => null,
        };
    }

    /// <summary>What in metadata does.</summary>
    public static string? FindInMetadata(Metadata metadata, string feature) => feature switch
    {
        TableFeatures.AppendOnly => Property(metadata, "delta.appendOnly"),
        TableFeatures.ChangeDataFeed => Property(metadata, "delta.enableChangeDataFeed"),
        TableFeatures.DeletionVectors => Property(metadata, "delta.enableDeletionVectors"),
        TableFeatures.RowTracking => Property(metadata, "delta.enableRowTracking"),
        TableFeatures.InCommitTimestamp => Property(metadata, "delta.enableInCommitTimestamps"),
        TableFeatures.V2Checkpoint when string.Equals(
            metadata.FindProperty("delta.checkpointPolicy"), "v2", StringComparison.OrdinalIgnoreCase) =>
            "the property delta.checkpointPolicy is v2",
        TableFeatures.ColumnMapping when metadata.ColumnMapping != ColumnMappingMode.None =>
            "files know columns by physical names; `wallstreet table features T drop` and QueryEngine.DropFeatureAsync rewrite them",
        TableFeatures.TypeWidening or TableFeatures.TypeWideningPreview => Property(metadata, "delta.enableTypeWidening")
            ?? Field(metadata, "delta.typeChanges", "was given a wider type, which older files do not have; `wallstreet table features T drop` and QueryEngine.DropFeatureAsync rewrite them"),
        TableFeatures.CheckConstraints when ConstraintAlterations.Find(metadata) is { Count: > 0 } constraints =>
            $"the table has the CHECK constraints {string.Join(", ", constraints.Keys)}; drop them first",
        TableFeatures.Invariants => Field(metadata, ColumnReferences.InvariantKey, "has an invariant"),
        TableFeatures.GeneratedColumns => Field(metadata, ColumnReferences.GenerationKey, "is generated"),
        TableFeatures.AllowColumnDefaults => Field(metadata, "CURRENT_DEFAULT", "has a default"),
        TableFeatures.IdentityColumns => ProtocolGate.AllFields(metadata.Schema).FirstOrDefault(IdentityColumn.Is) is { } column
            ? $"the column '{column.Name}' is an identity column" : null,
        TableFeatures.TimestampNtz => OfType(metadata, PrimitiveKind.TimestampNtz),
        "variantType" or "variantType-preview" => OfType(metadata, PrimitiveKind.Variant),
        _ => null,
    };

    /// <summary>What in a commit does: the table was so at that version.</summary>
    public static bool IsIn(CommitActions commit, string feature) =>
        (commit.Metadata is { } metadata && FindInMetadata(metadata, feature) is not null)
        || (feature == TableFeatures.DeletionVectors
            && (commit.Adds.Exists(static add => add.DeletionVector is not null)
                || commit.Removes.Exists(static remove => remove.DeletionVector is not null)));

    private static string? Property(Metadata metadata, string key) =>
        metadata.IsEnabled(key) ? $"the property {key} is true" : null;

    private static string? Field(Metadata metadata, string key, string what) =>
        ProtocolGate.AllFields(metadata.Schema).FirstOrDefault(field => field.Metadata.ContainsKey(key)) is { } column
            ? $"the column '{column.Name}' {what}"
            : null;

    private static string? OfType(Metadata metadata, PrimitiveKind kind) =>
        TableProtocol.Contains(metadata.Schema, kind) ? $"a column has the type {kind}" : null;
}
