using System.Globalization;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Transactions;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance.Versions;

/// <summary>Makes a table of a version of another without copying a file: the clone's log names the source's files by
/// their absolute paths. From then on the two go their own ways.</summary>
internal sealed class Clone(DeltaTable source, IObjectStore target, CloneRequest request)
{
    /// <summary>These are counted in versions of the source.</summary>
    private static readonly string[] _notCopied =
        ["delta.inCommitTimestampEnablementVersion", "delta.inCommitTimestampEnablementTimestamp", CheckpointProtection.Key];

    public async ValueTask<DeltaTable> RunAsync(CancellationToken cancellationToken)
    {
        RequireApart();
        Snapshot snapshot = await source.GetSnapshotAsync(request.Point, cancellationToken).ConfigureAwait(false);
        if (target.FindStore(source.Location) is null)
        {
            throw new DataFileException(
                $"The clone at {target.Location} could not reach the files of {source.Location}: they lie in another kind of "
                + "store. Clone within one folder tree or bucket, or copy the rows.");
        }

        await FileExistence.RequireAsync(source, snapshot.Files, $"clone version {snapshot.Version}", cancellationToken)
            .ConfigureAwait(false);
        Metadata metadata = MetadataOf(snapshot.Metadata);
        RequireSameNames(snapshot.Metadata, metadata);
        PropertyAlterations.RequireConsistent(metadata);
        ProtocolGate.RequireWritable(snapshot.Protocol, metadata);
        TableProtocol.RequireCovered(snapshot.Protocol, metadata);
        FirstVersion first = new(snapshot.Protocol, metadata)
        {
            Domains = [.. snapshot.Domains.Where(static domain => domain.Domain == ClusteringColumns.Domain)],
            Files = [.. snapshot.Files.Select(ToAbsolute)],
        };
        await new TableCreator(target, source.Options).CreateAsync(first, Describe(snapshot), cancellationToken)
            .ConfigureAwait(false);
        return await DeltaTable.OpenAsync(target, source.Options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A clone in the source's folder would be lost in it, and the other way round.</summary>
    private void RequireApart()
    {
        string from = source.Location.AbsoluteUri;
        string to = target.Location.AbsoluteUri;
        if (from.StartsWith(to, StringComparison.Ordinal) || to.StartsWith(from, StringComparison.Ordinal))
        {
            throw new TableAlreadyExistsException(
                $"The clone at {to} and its source at {from} would lie in one folder. Choose a folder beside it.");
        }
    }

    /// <summary>The clone has the source's files, and in them its columns' names.</summary>
    private static void RequireSameNames(Metadata source, Metadata clone)
    {
        if (source.ColumnMapping != clone.ColumnMapping)
        {
            throw new TablePropertyException(
                "delta.columnMapping.mode",
                $"The clone cannot have the column mapping mode '{Text(clone.ColumnMapping)}': its source has '{Text(source.ColumnMapping)}', "
                + "and they share files. Clone it as it is, and change the clone's property then.");
        }
    }

    private static string Text(Schema.ColumnMappingMode mode) => mode.ToString().ToLowerInvariant();

    private Metadata MetadataOf(Metadata metadata)
    {
        Dictionary<string, string> configuration = new(metadata.Configuration, StringComparer.Ordinal);
        foreach (string key in _notCopied)
        {
            configuration.Remove(key);
        }

        foreach ((string given, string value) in request.Properties)
        {
            (string key, string canonical) = PropertyCatalog.Canonical(given, value);
            configuration[key] = canonical;
        }

        return new Metadata(Guid.NewGuid().ToString(), metadata.SchemaString)
        {
            Name = request.Name ?? metadata.Name,
            Description = metadata.Description,
            FormatProvider = metadata.FormatProvider,
            FormatOptions = metadata.FormatOptions,
            PartitionColumns = metadata.PartitionColumns,
            CreatedTimeMilliseconds = source.Options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds(),
            Configuration = configuration,
        };
    }

    private AddFile ToAbsolute(AddFile file) => file with
    {
        Path = Absolute(file.Path),
        DeletionVector = file.DeletionVector is { StorageType: "u" } vector
            ? vector with
            {
                StorageType = "p",
                PathOrInlineDv = Absolute(DataPath.FromKey(DeletionVectorReader.UuidKey(vector.PathOrInlineDv))),
            }
            : file.DeletionVector,
    };

    private string Absolute(string path) => DataPath.FindKey(path, source.Location) is { } key
        ? source.Location.AbsoluteUri + DataPath.FromKey(key)
        : DataPath.GetUri(path, source.Location).AbsoluteUri;

    private CommitOptions Describe(Snapshot snapshot) => (request.Commit ?? new CommitOptions("CLONE")) with
    {
        Operation = "CLONE",
        OperationParameters = new Dictionary<string, string>
        {
            ["source"] = source.Location.AbsoluteUri,
            ["sourceVersion"] = Text(snapshot.Version),
            ["isShallow"] = "true",
        },
        OperationMetrics = new Dictionary<string, string>
        {
            ["sourceTableSize"] = Text(snapshot.SizeBytes),
            ["sourceNumOfFiles"] = Text(snapshot.FileCount),
            ["numCopiedFiles"] = "0",
            ["copiedFilesSize"] = "0",
            ["numRemovedFiles"] = "0",
            ["removedFilesSize"] = "0",
        },
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
