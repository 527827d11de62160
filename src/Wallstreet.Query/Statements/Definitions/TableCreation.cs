using Wallstreet.Delta;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Rules;
using Wallstreet.Query.Sources;

namespace Wallstreet.Query.Statements.Definitions;

/// <summary>Carries out <c>CREATE TABLE</c>.</summary>
internal sealed class TableCreation(QueryEngine engine, SourceResolver sources, TimeProvider timeProvider)
{
    public async ValueTask<StatementResult> RunAsync(
        CreateStatement create, QueryRequest request, CommitOptions? commit, CancellationToken cancellationToken)
    {
        await engine.Rules.RequireDefaultsAsync(create.Columns, cancellationToken).ConfigureAwait(false);
        if (create.Columns.Count > 0)
        {
            await engine.Rules.RequireRulesAsync(new StructType(create.Columns), create.Properties, cancellationToken)
                .ConfigureAwait(false);
        }

        DeltaTable? table = await sources.TryFindAsync(create.Target, cancellationToken).ConfigureAwait(false);
        if (table is null)
        {
            return create.Query is null
                ? await CreateAsync(create, commit, cancellationToken).ConfigureAwait(false)
                : await WriteAsync(create, create.Query, null, request, commit, cancellationToken).ConfigureAwait(false);
        }

        if (create.OrReplace)
        {
            return await WriteAsync(create, create.Query ?? NoRows(create.Columns), table, request, commit, cancellationToken)
                .ConfigureAwait(false);
        }

        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        return create.IfNotExists
            ? new StatementResult("CREATE TABLE", create.Target.Display, new CommandResult(snapshot.Version, false))
            : throw new TableAlreadyExistsException(
                $"There is a table {create.Target.Display} already, at version {snapshot.Version}. Write CREATE OR REPLACE TABLE "
                + "to replace it, or CREATE TABLE IF NOT EXISTS to leave it alone.");
    }

    private async ValueTask<StatementResult> CreateAsync(
        CreateStatement create, CommitOptions? commit, CancellationToken cancellationToken)
    {
        var definition = new TableDefinition(new StructType(create.Columns))
        {
            PartitionColumns = create.PartitionBy,
            ClusterBy = create.ClusterBy,
            Properties = create.Properties,
            Name = create.Target.Dotted,
            Description = create.Comment,
        };
        DeltaTable table = await DeltaTable.CreateAsync(sources.OpenStore(create.Target), definition,
            commit ?? new CommitOptions("CREATE TABLE"), new DeltaOptions { TimeProvider = timeProvider }, cancellationToken)
            .ConfigureAwait(false);
        Snapshot first = await table.GetSnapshotAsync(0, cancellationToken).ConfigureAwait(false);
        return new StatementResult("CREATE TABLE", create.Target.Display, new CommandResult(first.Version, true));
    }

    private async ValueTask<StatementResult> WriteAsync(CreateStatement create, string query, DeltaTable? table,
        QueryRequest request, CommitOptions? commit, CancellationToken cancellationToken)
    {
        string operation = (table is null, create.Query is null) switch
        {
            (true, _) => "CREATE TABLE AS SELECT",
            (false, true) => "CREATE OR REPLACE TABLE",
            _ => "CREATE OR REPLACE TABLE AS SELECT",
        };
        if (table is not null && create.ClusterBy.Count > 0)
        {
            throw new SqlSyntaxException(create.Target.Place.Line, create.Target.Place.Column,
                "CREATE OR REPLACE TABLE cannot change how a table is clustered.", "Leave CLUSTER BY out.");
        }

        WriteResult written = await engine.WriteAsync(new WriteQuery(query, create.Target.Display)
        {
            Target = table,
            Store = table is null ? sources.OpenStore(create.Target) : null,
            Mode = table is null ? WriteMode.Append : WriteMode.Overwrite,
            SchemaEvolution = table is null ? SchemaEvolution.None : SchemaEvolution.Replace,
            PartitionBy = create.PartitionBy,
            ClusterBy = create.ClusterBy,
            Properties = create.Properties,
            Description = create.Comment,
            Columns = create.Columns.Count == 0 ? null : new StructType(create.Columns),
            Read = request,
            Commit = (commit ?? new CommitOptions(operation)) with { Operation = operation },
        }, cancellationToken).ConfigureAwait(false);
        return new StatementResult(operation, create.Target.Display, StatementExecutor.Changes(written));
    }

    /// <summary>A query with columns and no rows, without those whose values are the table's own.</summary>
    private static string NoRows(IEnumerable<StructField> columns)
    {
        string given = NullColumns.Write(columns.Where(static field => !ColumnRules.IsFilled(field)), true);
        return $"SELECT {(given.Length > 0 ? given : $"NULL AS {RowPlace.Prefix}none")} WHERE false";
    }
}
