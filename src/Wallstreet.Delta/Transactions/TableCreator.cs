using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Actions.Json;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Transactions;

/// <summary>Writes the first version of a table.</summary>
internal sealed class TableCreator(IObjectStore store, DeltaOptions options)
{
    public async ValueTask<Snapshot> CreateAsync(
        TableDefinition definition, CommitOptions commit, CancellationToken cancellationToken)
    {
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        Metadata metadata = TableProtocol.Prepare(definition, Guid.NewGuid().ToString(), now);
        Protocol protocol = TableProtocol.For(metadata, TableProtocol.AskedFor(definition));
        ProtocolGate.RequireWritable(protocol, metadata);
        RequireFitting(definition, metadata);
        IReadOnlyList<ColumnPath> clustered = definition.ClusterBy;
        if (clustered.Count > 0)
        {
            ClusteringColumns.RequireClusterable(metadata, clustered);
        }

        return await CreateAsync(
            new FirstVersion(protocol, metadata)
            {
                Files = definition.Files,
                Application = definition.Application,
                Domains = clustered.Count > 0 ? [ClusteringColumns.ToDomain(metadata, clustered)] : [],
            },
            commit,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a table as it is told, without asking whether its parts fit.</summary>
    public async ValueTask<Snapshot> CreateAsync(
        FirstVersion version, CommitOptions commit, CancellationToken cancellationToken)
    {
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        Metadata metadata = version.Metadata;
        string transactionId = Guid.NewGuid().ToString();
        CommitInfo info = CreateInfo(commit, now, metadata, transactionId);
        byte[] content = Write(info, version, now);
        string key = LogFile.CommitKey(0);
        bool created = await TryPutAsync(key, content, cancellationToken).ConfigureAwait(false);
        CommitActions? first = created
            ? LogReader.Parse(0, content, key, true)
            : await new LogReader(store, 1).TryReadAsync(0, true, cancellationToken).ConfigureAwait(false);
        if (first?.CommitInfo?.TransactionId != transactionId)
        {
            throw new TableAlreadyExistsException(
                $"There is a Delta table at {store.Location} already. Open it, or choose another location.");
        }

        TableStateBuilder builder = new();
        builder.Apply(first);
        Snapshot snapshot = new(
            builder.Build(0),
            CommitTimes.Of(
                metadata,
                first.CommitInfo,
                await FindTimeAsync(key, cancellationToken).ConfigureAwait(false) ?? now,
                DateTimeOffset.MinValue));
        await new ChecksumWriter(store, options).WriteAsync(snapshot, transactionId, cancellationToken)
            .ConfigureAwait(false);
        return snapshot;
    }

    /// <summary>The table is there: that its time cannot be looked up now must not make its creation look failed.</summary>
    private async ValueTask<DateTimeOffset?> FindTimeAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.FindHeadAsync(key, cancellationToken).ConfigureAwait(false))?.LastModified;
        }
        catch (ObjectStoreException)
        {
            return null;
        }
    }

    /// <summary>False also means that it is open whether the object is ours; the log itself will tell.</summary>
    private async ValueTask<bool> TryPutAsync(string key, byte[] content, CancellationToken cancellationToken)
    {
        for (int failures = 0; ; failures++)
        {
            try
            {
                return await store.TryPutIfAbsentAsync(key, content, cancellationToken).ConfigureAwait(false);
            }
            catch (ObjectStoreException exception)
                when (Committer.IsOpen(exception) && failures < Committer.FailuresMax)
            {
                if (await store.FindHeadAsync(key, cancellationToken).ConfigureAwait(false) is not null)
                {
                    return false;
                }
            }
        }
    }

    private static void RequireFitting(TableDefinition definition, Metadata metadata)
    {
        if (definition.Files.Count > 0 && metadata.ColumnMapping != ColumnMappingMode.None
            && definition.Schema.Fields.Any(static column => column.MappedName is null))
        {
            throw new UnsupportedFeatureException(
                TableFeatures.ColumnMapping,
                $"A table with {TableFeatures.ColumnMapping} cannot be created together with its first files unless its columns "
                + "have ids and physical names already (ColumnAlterations.Apply), as the files know no other. Create it without rows, then add them.");
        }

        if (definition.Files.Count > 0 && !definition.RulesChecked)
        {
            ProtocolGate.RequireNoRules(metadata);
        }

        ChangeValidator.RequireAddable(definition.Files, metadata);
    }

    private static CommitInfo CreateInfo(
        CommitOptions commit, DateTimeOffset now, Metadata metadata, string transactionId) => new()
        {
            TimestampMilliseconds = now.ToUnixTimeMilliseconds(),
            InCommitTimestampMilliseconds =
                metadata.IsEnabled(CommitTimes.Property) ? now.ToUnixTimeMilliseconds() : null,
            Operation = commit.Operation,
            OperationParameters = commit.OperationParameters,
            OperationMetrics = commit.OperationMetrics,
            IsolationLevel = "Serializable",
            IsBlindAppend = true,
            EngineInfo = commit.EngineInfo,
            UserMetadata = commit.UserMetadata,
            TransactionId = transactionId,
            Tags = metadata.HasRowTracking
                ? new Dictionary<string, string> { [RowTracking.PreservedTag] = "true" }
                : [],
        };

    private static byte[] Write(CommitInfo info, FirstVersion version, DateTimeOffset now)
    {
        using ActionWriter writer = new();
        writer.Write(info);
        writer.Write(version.Protocol);
        writer.Write(version.Metadata);
        if (version.Application is { } application)
        {
            writer.Write(application with
            {
                LastUpdatedMilliseconds = application.LastUpdatedMilliseconds ?? now.ToUnixTimeMilliseconds(),
            });
        }

        foreach (DomainMetadata domain in version.Domains)
        {
            writer.Write(domain);
        }

        RowIdAssignment? ids = RowTracking.IsAssigned(version.Protocol, version.Metadata)
            ? new(version.Metadata, null)
            : null;
        foreach (AddFile file in version.Files)
        {
            AddFile added = file.DataChange ? file : file with { DataChange = true };
            writer.Write(ids?.Assign(added) ?? added);
        }

        if (ids?.Domain is { } taken)
        {
            writer.Write(taken);
        }

        return writer.Content.ToArray();
    }
}
