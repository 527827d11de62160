using System.Globalization;
using DuckDB.NET.Data;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Transactions;
using Wallstreet.Query.Caching;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Rules;
using Wallstreet.Query.Sources;
using Wallstreet.Query.Writing.Staging;

namespace Wallstreet.Query.Writing;

/// <summary>Writes the rows of statements to tables: into files, into the store, into the log, in this order.</summary>
internal sealed class TableWriter(
    ITableCatalog catalog, SourceResolver sources, DuckHost host, QueryOptions options, TimeProvider timeProvider)
{
    /// <summary>How often rows are written again because another writer took the numbers they had got.</summary>
    private const int AllocationsMax = 20;

    public ValueTask<WriteResult> WriteAsync(
        WriteQuery write, SqlAnalysis analysis, CancellationToken cancellationToken) =>
        WriteRowsAsync(write, analysis, null, cancellationToken);

    public async ValueTask<WriteResult> WriteRowsAsync(
        WriteQuery write, SqlAnalysis analysis, StagedRows? rows, CancellationToken cancellationToken)
    {
        Require(write, analysis);
        TargetTable target = await TargetTable.OpenAsync(catalog, write, cancellationToken).ConfigureAwait(false);
        if (DirectRows.TryCreate(write, target, rows, timeProvider) is { } direct)
        {
            return await WriteAsync(write, target, direct, cancellationToken).ConfigureAwait(false);
        }

        using var held = new HeldFiles { KeepsVariants = true };
        using var staging = new StagingArea(target.Store, options.TempDirectory, timeProvider);
        try
        {
            IReadOnlyDictionary<string, string>? given = rows is null
                ? null
                : await rows.StageAsync(staging.NewFolder(), cancellationToken).ConfigureAwait(false);
            for (int attempt = 1; ; attempt++)
            {
                ResolverScope? scope = target is { Table: { } table, Snapshot: { } snapshot }
                    ? new ResolverScope(new PinnedTable(table, snapshot))
                    : null;
                ResolvedStatement resolved = await sources.ResolveAsync(
                    analysis, write.Read, held, scope, cancellationToken, given).ConfigureAwait(false);
                try
                {
                    return await WriteAsync(write, target, resolved, scope, held, staging, cancellationToken).ConfigureAwait(false);
                }
                catch (ConcurrentModificationException taken) when (IsAboutNumbers(taken, target) && attempt < AllocationsMax)
                {
                    // Another writer took the numbers of an identity column; the rows get the next ones.
                    await staging.Published.WithdrawAsync(taken).ConfigureAwait(false);
                    target = await TargetTable.OpenAsync(catalog, write, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception failure)
        {
            await staging.Published.WithdrawAsync(failure).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<WriteResult> WriteAsync(
        WriteQuery write, TargetTable target, DirectRows direct, CancellationToken cancellationToken)
    {
        WriteChanges changes = await direct.RunAsync(write, cancellationToken).ConfigureAwait(false);
        try
        {
            CommittedVersion committed = await CommitAsync(
                write, target, direct.Columns, direct.Rules, changes, cancellationToken).ConfigureAwait(false);
            return new WriteResult(committed.Version, changes.RowsGiven, RowsRemoved(target, changes), changes.Adds.Count,
                changes.Removes.Count, changes.Adds.Sum(file => file.SizeBytes), direct.Columns.Target.Schema, []);
        }
        catch (Exception failure) when (CommitFailure.IsCertain(failure))
        {
            await direct.WithdrawAsync(changes).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<WriteResult> WriteAsync(WriteQuery write, TargetTable target, ResolvedStatement resolved,
        ResolverScope? scope, HeldFiles held, StagingArea staging, CancellationToken cancellationToken)
    {
        var clock = new StatementClock(write.Read.Timeout ?? options.StatementTimeout, timeProvider);
        var context = new CopyContext(write.Read.Parameters, clock, resolved.Statement);
        held.AddDirectory(FileLocator.FindDirectory(target.Store) ?? staging.Root);
        using CommandSession? session = OpenSession(write, target, held, staging, clock);
        ReplaceWhereWork? replace = write.Mode == WriteMode.ReplaceWhere && session is not null
            ? await ReplaceWhereWork.PrepareAsync(write, session, cancellationToken).ConfigureAwait(false)
            : null;
        WriteChanges changes;
        StatementColumns fitted;
        TableRules rules;
        using (DuckLease lease = session?.Lease ?? host.RentToWrite(held.Directories))
        {
            IReadOnlyList<StructField> columns = await DescribeAsync(lease, context, cancellationToken)
                .ConfigureAwait(false);
            PlacedColumns placed = PlacedColumns.Of(write, columns, target.Metadata);
            fitted = StatementColumns.Fit(placed.Columns, target.Snapshot, write);
            rules = RulesOf(fitted);
            string query = rules.EnforceNew(
                fitted.Project($"\n{placed.Query(resolved.Statement.Sql)}\n"), fitted.Given);
            var work = new WriteWork(write.Table, fitted.Target, staging, lease, context);
            changes = (write.Mode, session) switch
            {
                (WriteMode.ReplaceWhere, not null) =>
                    await replace!.RunAsync(work, query, cancellationToken).ConfigureAwait(false),
                (WriteMode.Merge, { } open) =>
                    await new KeyedMergeWork(write, work).RunAsync(open, query, cancellationToken).ConfigureAwait(false),
                (WriteMode.Merge, null) =>
                    await new KeyedMergeWork(write, work).FillAsync(query, cancellationToken).ConfigureAwait(false),
                _ => await new AddWork(write, work, target.Snapshot).RunAsync(query, cancellationToken).ConfigureAwait(false),
            };
        }

        changes = changes.WithReads(scope);
        staging.Published.BeginCommit();
        CommittedVersion committed = await CommitAsync(write, target, fitted, rules, changes, cancellationToken)
            .ConfigureAwait(false);
        return new WriteResult(committed.Version, changes.RowsGiven, RowsRemoved(target, changes), changes.Adds.Count,
            changes.Removes.Count, changes.Adds.Sum(file => file.SizeBytes), fitted.Target.Schema, resolved.Tables);
    }

    /// <summary>What looks at the rows that are there; <see langword="null"/> where nothing does.</summary>
    private CommandSession? OpenSession(
        WriteQuery write, TargetTable target, HeldFiles held, StagingArea staging, StatementClock clock)
    {
        if (target is not { Table: { } table, Snapshot: { } snapshot } || write.Mode is not (WriteMode.ReplaceWhere or WriteMode.Merge))
        {
            return null;
        }

        var session = new CommandSession(new PinnedTable(table, snapshot),
            new WriteCommand { Name = write.Table, Read = write.Read }, sources, host, staging, clock);
        foreach (string directory in held.Directories)
        {
            session.Held.AddDirectory(directory);
        }

        session.HoldTable();
        return session;
    }

    private async ValueTask<CommittedVersion> CommitAsync(WriteQuery write, TargetTable target, StatementColumns fitted,
        TableRules rules, WriteChanges changes, CancellationToken cancellationToken)
    {
        CommitOptions commit = write.CommitWhenDue?.Invoke() ?? write.Commit
            ?? new CommitOptions(target.Table is null ? "CREATE TABLE AS SELECT" : "WRITE");
        if (target.Table is not { } table || target.Snapshot is not { } snapshot)
        {
            return await CreateAsync(write, target, fitted.Target, changes, commit, cancellationToken).ConfigureAwait(false);
        }

        Metadata metadata = rules.Allocates(fitted.Given)
            ? TableRules.Advance(fitted.Target.Metadata, fitted.Given, changes.RowsGiven)
            : fitted.Target.Metadata;
        Protocol protocol = ColumnAlterations.FindUpgrade(fitted.Protocol!, metadata) ?? fitted.Protocol!;
        var change = new TableChange(snapshot)
        {
            Adds = changes.Adds,
            Removes = changes.Removes,
            ReadPredicate = changes.ReadPredicate,
            RowDeletions = changes.Deletions,
            ChangeFiles = changes.ChangeFiles,
            FilesAreChanges = changes.RowsCopied == 0 && !changes.Updates,
            ReadsWholeTable = changes.ReadsWholeTable,
            NewMetadata = metadata == snapshot.Metadata ? null : metadata,
            NewProtocol = protocol == snapshot.Protocol ? null : protocol,
            RulesChecked = true,
            RowIdsKept = changes.RowIdsKept,
            Application = write.Application,
            Domains = write.SchemaEvolution == SchemaEvolution.Replace && ClusteringColumns.Follow(snapshot, metadata) is { } clustering
                ? [clustering]
                : [],
        };
        return await table.CommitAsync(change, Describe(write, commit, target, changes), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Makes the table with its first rows in one commit: a crash leaves no table without them.</summary>
    private async ValueTask<CommittedVersion> CreateAsync(WriteQuery write, TargetTable target, TargetSchema schema,
        WriteChanges changes, CommitOptions commit, CancellationToken cancellationToken)
    {
        var definition = new TableDefinition(schema.Schema)
        {
            PartitionColumns = [.. schema.Partitions.Select(field => field.Name)],
            Properties = write.Properties,
            Name = write.Table.Contains('/', StringComparison.Ordinal) ? null : write.Table,
            Description = write.Description,
            ClusterBy = write.ClusterBy,
            Files = changes.Adds,
            RulesChecked = true,
            Application = write.Application,
        };
        var deltaOptions = new DeltaOptions { TimeProvider = timeProvider };
        DeltaTable table = await DeltaTable.CreateAsync(
            target.Store, definition, Describe(write, commit, target, changes), deltaOptions, cancellationToken)
            .ConfigureAwait(false);
        Snapshot first = await table.GetSnapshotAsync(0, cancellationToken).ConfigureAwait(false);
        return new CommittedVersion(first.Version, first.Timestamp, 1);
    }

    private static TableRules RulesOf(StatementColumns fitted) =>
        TableRules.Of(fitted.Target.Metadata, fitted.Protocol ?? new Protocol(1, 2));

    private static bool IsAboutNumbers(ConcurrentModificationException conflict, TargetTable target) =>
        conflict.Rule == ConflictRule.MetadataChanged
        && target.Metadata is { } metadata && metadata.Schema.Fields.Any(IdentityColumn.Is);

    private static CommitOptions Describe(
        WriteQuery write, CommitOptions commit, TargetTable target, WriteChanges changes)
    {
        var parameters = new Dictionary<string, string>(commit.OperationParameters);
        if (write.Mode == WriteMode.Merge)
        {
            parameters.TryAdd("matchedBy", string.Join(", ", write.MergeKeys));
        }
        else
        {
            parameters.TryAdd("mode", write.Mode == WriteMode.Append ? "Append" : "Overwrite");
        }

        if (write.ReplaceWhere is { } predicate)
        {
            parameters.TryAdd("predicate", predicate);
        }

        var metrics = new Dictionary<string, string>(commit.OperationMetrics)
        {
            ["numFiles"] = Number(changes.Adds.Count),
            ["numOutputRows"] = Number(changes.RowsGiven),
            ["numOutputBytes"] = Number(changes.Adds.Sum(file => file.SizeBytes)),
            ["numRemovedFiles"] = Number(changes.Removes.Count),
        };
        if (write.Mode is WriteMode.ReplaceWhere or WriteMode.Merge && RowsRemoved(target, changes) is >= 0 and long removed)
        {
            metrics["numDeletedRows"] = Number(removed);
            metrics["numCopiedRows"] = Number(changes.RowsCopied);
        }

        string operation = write.Commit is null && write.Mode == WriteMode.Merge ? "MERGE" : commit.Operation;
        return commit with { Operation = operation, OperationParameters = parameters, OperationMetrics = metrics };
    }

    private static long RowsRemoved(TargetTable target, WriteChanges changes)
    {
        if (changes.RowsRemoved is { } known)
        {
            return known;
        }

        long rows = -changes.RowsCopied;
        foreach (AddFile file in changes.Removes)
        {
            if (target.Snapshot!.FindStatistics(file)?.RecordCount is not { } count)
            {
                return -1;
            }

            rows += count - (file.DeletionVector?.Cardinality ?? 0);
        }

        return rows;
    }

    private static async Task<IReadOnlyList<StructField>> DescribeAsync(
        DuckLease lease, CopyContext context, CancellationToken cancellationToken)
    {
        RewrittenSql statement = context.Statement!.Within("DESCRIBE (", "\n)");
        using DuckDBCommand describe = DuckStatement.Create(lease.Connection, statement.Sql, context.Parameters);
        return await DuckStatement.RunAsync(describe, context.Clock, () => StatementColumns.Describe(describe),
            statement, cancellationToken).ConfigureAwait(false);
    }

    private static void Require(WriteQuery write, SqlAnalysis analysis)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(write.Table);
        if (analysis.Kind != StatementKind.Read)
        {
            throw new SqlSyntaxException(1, 1, $"{analysis.Keyword} gives no rows to write.", "Write a SELECT.");
        }

        if ((write.Mode == WriteMode.ReplaceWhere) != (write.ReplaceWhere is not null))
        {
            throw new ArgumentException("The mode ReplaceWhere and its condition go together.", nameof(write));
        }

        if ((write.Mode == WriteMode.Merge) != (write.MergeKeys.Count > 0))
        {
            throw new ArgumentException("The mode Merge and its keys go together.", nameof(write));
        }

        if (write.Mode == WriteMode.OverwritePartitions && write.SchemaEvolution == SchemaEvolution.Replace)
        {
            throw new ArgumentException("Partitions are replaced in the table's own schema.", nameof(write));
        }

        if (write.SchemaEvolution == SchemaEvolution.Replace && write.Mode != WriteMode.Overwrite)
        {
            throw new ArgumentException("A schema is replaced only when all rows are.", nameof(write));
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
