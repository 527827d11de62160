using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Actions.Json;
using Wallstreet.Delta.Checkpoints.Parsed;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>Turns columns of a checkpoint into actions; each row holds one action.</summary>
internal sealed class CheckpointRows(CheckpointColumns columns)
{
    private static readonly Dictionary<string, string?> _none = [];

    /// <summary>The top-level columns that hold actions.</summary>
    private static readonly string[] _actions =
        ["add", "remove", "metaData", "protocol", "txn", "domainMetadata", "sidecar", "checkpointMetadata"];

    public void Read(CommitActions actions)
    {
        int before = CountOf(actions);
        ReadAdds(actions);
        ReadRemoves(actions);
        int single = ReadMetadata(actions) + ReadProtocol(actions);
        ReadApplications(actions);
        ReadDomains(actions);
        ReadSidecars(actions);
        if (columns.HasBelow("checkpointMetadata"))
        {
            single += columns.Numbers("checkpointMetadata.version").Count(static version => version is not null);
        }

        RequireAll(CountOf(actions) - before + single);
    }

    private static int CountOf(CommitActions actions) => actions.Adds.Count + actions.Removes.Count
        + actions.Applications.Count + actions.Domains.Count + actions.Sidecars.Count;

    /// <summary>Each row holds one action; one without is a damaged row, unless newer protocols know more actions.
    /// </summary>
    private void RequireAll(int found)
    {
        if (found != columns.RowCount && columns.TopNames.All(static name => _actions.Contains(name)))
        {
            throw new DeltaLogException(
                $"Of its {columns.RowCount} rows {found} hold an action, and each should hold one.");
        }
    }

    private static long Required(long? value, string name) =>
        value ?? throw new DeltaLogException($"A row lacks '{name}'.");

    private void ReadAdds(CommitActions actions)
    {
        if (!columns.Has("add.path"))
        {
            return;
        }

        string?[] paths = columns.Texts("add.path");
        Dictionary<string, string?>?[] partitions = columns.Maps("add.partitionValues");
        long?[] sizes = columns.Numbers("add.size");
        long?[] times = columns.Numbers("add.modificationTime");
        bool?[] changes = columns.Flags("add.dataChange");
        RawText[] statistics = ParsedStatistics.Fill(columns, columns.RawTexts("add.stats"), paths);
        Dictionary<string, string?>?[] tags = columns.Maps("add.tags");
        long?[] rowIds = columns.Numbers("add.baseRowId");
        long?[] rowVersions = columns.Numbers("add.defaultRowCommitVersion");
        string?[] clustering = columns.Texts("add.clusteringProvider");
        DeletionVectorDescriptor?[] vectors = ReadVectors("add");
        for (int row = 0; row < paths.Length; row++)
        {
            if (paths[row] is not { } path)
            {
                continue;
            }

            actions.Adds.Add(new AddFile
            {
                Path = path,
                PartitionValues = partitions[row] ?? _none,
                SizeBytes = Required(sizes[row], "add.size"),
                ModificationTimeMilliseconds = times[row] ?? 0,
                DataChange = changes[row] ?? false,
                RawStatistics = statistics[row],
                Tags = tags[row],
                DeletionVector = vectors[row],
                BaseRowId = rowIds[row],
                DefaultRowCommitVersion = rowVersions[row],
                ClusteringProvider = clustering[row],
            });
        }
    }

    private void ReadRemoves(CommitActions actions)
    {
        if (!columns.Has("remove.path"))
        {
            return;
        }

        string?[] paths = columns.Texts("remove.path");
        long?[] times = columns.Numbers("remove.deletionTimestamp");
        bool?[] changes = columns.Flags("remove.dataChange");
        bool?[] extended = columns.Flags("remove.extendedFileMetadata");
        Dictionary<string, string?>?[] partitions = columns.Maps("remove.partitionValues");
        long?[] sizes = columns.Numbers("remove.size");
        long?[] rowIds = columns.Numbers("remove.baseRowId");
        long?[] rowVersions = columns.Numbers("remove.defaultRowCommitVersion");
        DeletionVectorDescriptor?[] vectors = ReadVectors("remove");
        for (int row = 0; row < paths.Length; row++)
        {
            if (paths[row] is { } path)
            {
                actions.Removes.Add(new RemoveFile
                {
                    Path = path,
                    DeletionTimestampMilliseconds = times[row],
                    DataChange = changes[row] ?? false,
                    ExtendedFileMetadata = extended[row],
                    PartitionValues = partitions[row],
                    SizeBytes = sizes[row],
                    DeletionVector = vectors[row],
                    BaseRowId = rowIds[row],
                    DefaultRowCommitVersion = rowVersions[row],
                });
            }
        }
    }

    private DeletionVectorDescriptor?[] ReadVectors(string action)
    {
        DeletionVectorDescriptor?[] vectors = new DeletionVectorDescriptor?[columns.RowCount];
        string prefix = action + ".deletionVector.";
        if (!columns.Has(prefix + "storageType"))
        {
            return vectors;
        }

        string?[] storage = columns.Texts(prefix + "storageType");
        string?[] paths = columns.Texts(prefix + "pathOrInlineDv");
        long?[] offsets = columns.Numbers(prefix + "offset");
        long?[] sizes = columns.Numbers(prefix + "sizeInBytes");
        long?[] cardinalities = columns.Numbers(prefix + "cardinality");
        for (int row = 0; row < vectors.Length; row++)
        {
            if (storage[row] is { } type)
            {
                vectors[row] = new DeletionVectorDescriptor(
                    type,
                    paths[row] ?? throw new DeltaLogException($"A row lacks '{prefix}pathOrInlineDv'."),
                    checked((int?)offsets[row]),
                    checked((int)Required(sizes[row], prefix + "sizeInBytes")),
                    Required(cardinalities[row], prefix + "cardinality"));
            }
        }

        return vectors;
    }

    private int ReadMetadata(CommitActions actions)
    {
        if (!columns.Has("metaData.id"))
        {
            return 0;
        }

        string?[] ids = columns.Texts("metaData.id");
        int row = Array.FindIndex(ids, static id => id is not null);
        if (row < 0)
        {
            return 0;
        }

        MetadataFields fields = new()
        {
            Id = ids[row],
            Name = columns.Texts("metaData.name")[row],
            Description = columns.Texts("metaData.description")[row],
            SchemaString = columns.Texts("metaData.schemaString")[row],
            FormatProvider = columns.Texts("metaData.format.provider")[row] ?? "parquet",
            FormatOptions = WithoutNulls(columns.Maps("metaData.format.options")[row]),
            PartitionColumns = columns.Lists("metaData.partitionColumns")[row],
            CreatedTime = columns.Numbers("metaData.createdTime")[row],
            Configuration = WithoutNulls(columns.Maps("metaData.configuration")[row]),
        };
        actions.Metadata = fields.ToMetadata();
        return ids.Count(static id => id is not null);
    }

    private int ReadProtocol(CommitActions actions)
    {
        if (!columns.Has("protocol.minReaderVersion"))
        {
            return 0;
        }

        long?[] readers = columns.Numbers("protocol.minReaderVersion");
        int row = Array.FindIndex(readers, static version => version is not null);
        if (row < 0)
        {
            return 0;
        }

        long writer = Required(columns.Numbers("protocol.minWriterVersion")[row], "protocol.minWriterVersion");
        actions.Protocol = new Protocol(checked((int)readers[row]!.Value), checked((int)writer))
        {
            ReaderFeatures = columns.Lists("protocol.readerFeatures")[row],
            WriterFeatures = columns.Lists("protocol.writerFeatures")[row],
        };
        return readers.Count(static version => version is not null);
    }

    private void ReadApplications(CommitActions actions)
    {
        if (!columns.Has("txn.appId"))
        {
            return;
        }

        string?[] ids = columns.Texts("txn.appId");
        long?[] versions = columns.Numbers("txn.version");
        long?[] updated = columns.Numbers("txn.lastUpdated");
        for (int row = 0; row < ids.Length; row++)
        {
            if (ids[row] is { } id)
            {
                actions.Applications.Add(
                    new ApplicationTransaction(id, Required(versions[row], "txn.version"), updated[row]));
            }
        }
    }

    private void ReadDomains(CommitActions actions)
    {
        if (!columns.Has("domainMetadata.domain"))
        {
            return;
        }

        string?[] domains = columns.Texts("domainMetadata.domain");
        string?[] configurations = columns.Texts("domainMetadata.configuration");
        bool?[] removed = columns.Flags("domainMetadata.removed");
        for (int row = 0; row < domains.Length; row++)
        {
            if (domains[row] is { } domain)
            {
                actions.Domains.Add(new DomainMetadata(domain, configurations[row] ?? "", removed[row] ?? false));
            }
        }
    }

    private void ReadSidecars(CommitActions actions)
    {
        if (!columns.Has("sidecar.path"))
        {
            return;
        }

        string?[] paths = columns.Texts("sidecar.path");
        long?[] sizes = columns.Numbers("sidecar.sizeInBytes");
        for (int row = 0; row < paths.Length; row++)
        {
            if (paths[row] is { } path)
            {
                actions.Sidecars.Add(new SidecarFile(path, sizes[row] ?? 0));
            }
        }
    }

    private static Dictionary<string, string>? WithoutNulls(Dictionary<string, string?>? map) =>
        map?.Where(static pair => pair.Value is not null)
            .ToDictionary(static pair => pair.Key, static pair => pair.Value!, StringComparer.Ordinal);
}
