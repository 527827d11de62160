namespace Wallstreet.Delta.Actions;

/// <summary>The features this library knows, by the protocol's names.</summary>
/// <remarks>Protocol sections "Table Features" and "Valid Feature Names in Table Features".</remarks>
internal static class TableFeatures
{
    public const string AppendOnly = "appendOnly";
    public const string Invariants = "invariants";
    public const string CheckConstraints = "checkConstraints";
    public const string ChangeDataFeed = "changeDataFeed";
    public const string GeneratedColumns = "generatedColumns";
    public const string IdentityColumns = "identityColumns";
    public const string ColumnMapping = "columnMapping";
    public const string DeletionVectors = "deletionVectors";
    public const string TimestampNtz = "timestampNtz";
    public const string InCommitTimestamp = "inCommitTimestamp";
    public const string DomainMetadata = "domainMetadata";
    public const string CheckpointProtection = "checkpointProtection";
    public const string RowTracking = "rowTracking";
    public const string V2Checkpoint = "v2Checkpoint";
    public const string TypeWidening = "typeWidening";
    public const string TypeWideningPreview = "typeWidening-preview";
    public const string Variant = "variantType";
    public const string VariantPreview = "variantType-preview";
    public const string VariantShredding = "variantShredding";
    public const string VariantShreddingPreview = "variantShredding-preview";
    public const string Clustering = "clustering";
    public const string AllowColumnDefaults = "allowColumnDefaults";
    public const string VacuumProtocolCheck = "vacuumProtocolCheck";

    /// <summary>The writer version that implied a feature before features had names.</summary>
    private static readonly Dictionary<string, int> _legacyVersions = new(StringComparer.Ordinal)
    {
        [AppendOnly] = 2,
        [Invariants] = 2,
        [CheckConstraints] = 3,
        [ChangeDataFeed] = 4,
        [GeneratedColumns] = 4,
        [ColumnMapping] = 5,
        [IdentityColumns] = 6,
    };

    public static IEnumerable<string> LegacyFeatures(int writerVersion) =>
        _legacyVersions.Where(pair => pair.Value <= writerVersion).Select(static pair => pair.Key);

    public static int LegacyWriterVersion(string feature) =>
        _legacyVersions.TryGetValue(feature, out int version) ? version : int.MaxValue;
}
