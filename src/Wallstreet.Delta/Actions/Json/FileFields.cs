namespace Wallstreet.Delta.Actions.Json;

/// <summary>The fields of an add, remove or cdc action while it is read.</summary>
internal struct FileFields
{
    public string? Path;
    public Dictionary<string, string?>? PartitionValues;
    public Dictionary<string, string?>? Tags;
    public long? SizeBytes;
    public long? ModificationTime;
    public long? DeletionTimestamp;
    public bool? DataChange;
    public bool? ExtendedFileMetadata;
    public RawText Statistics;
    public DeletionVectorDescriptor? DeletionVector;
    public long? BaseRowId;
    public long? DefaultRowCommitVersion;
    public string? ClusteringProvider;

    private static readonly Dictionary<string, string?> _none = [];

    public readonly AddFile ToAdd() => new()
    {
        Path = Required(Path, "add", "path"),
        PartitionValues = PartitionValues ?? _none,
        SizeBytes = Required(SizeBytes, "add", "size"),
        ModificationTimeMilliseconds = ModificationTime ?? 0,
        DataChange = DataChange ?? true,
        RawStatistics = Statistics,
        Tags = Tags,
        DeletionVector = DeletionVector,
        BaseRowId = BaseRowId,
        DefaultRowCommitVersion = DefaultRowCommitVersion,
        ClusteringProvider = ClusteringProvider,
    };

    public readonly RemoveFile ToRemove() => new()
    {
        Path = Required(Path, "remove", "path"),
        DeletionTimestampMilliseconds = DeletionTimestamp,
        DataChange = DataChange ?? true,
        ExtendedFileMetadata = ExtendedFileMetadata,
        PartitionValues = PartitionValues,
        SizeBytes = SizeBytes,
        RawStatistics = Statistics,
        Tags = Tags,
        DeletionVector = DeletionVector,
        BaseRowId = BaseRowId,
        DefaultRowCommitVersion = DefaultRowCommitVersion,
    };

    public readonly AddCdcFile ToChangeFile() =>
        new(Required(Path, "cdc", "path"), PartitionValues ?? _none, Required(SizeBytes, "cdc", "size"));

    private static string Required(string? value, string action, string field) =>
        value ?? throw new DeltaLogException($"The action '{action}' lacks '{field}'.");

    private static long Required(long? value, string action, string field) =>
        value ?? throw new DeltaLogException($"The action '{action}' lacks '{field}'.");
}
