using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Caching;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Rules.Expressions;
using Wallstreet.Query.Sources;

namespace Wallstreet.Query.Rules;

/// <summary>Changes the rules of tables. A rule on rows is taken on only when every row that the table has keeps it; rows
/// that others add meanwhile are looked at too.</summary>
public sealed class RuleChanges
{
    private readonly SourceResolver _sources;
    private readonly DuckHost _host;
    private readonly QueryOptions _options;
    private readonly TimeProvider _timeProvider;

    internal RuleChanges(SourceResolver sources, DuckHost host, QueryOptions options, TimeProvider timeProvider)
    {
        _sources = sources;
        _host = host;
        _options = options;
        _timeProvider = timeProvider;
    }

    /// <summary>Adds a CHECK constraint: a condition that must be true for every row, null being not true.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">What it is called; case is ignored.</param>
    /// <param name="expression">The condition, in Spark SQL.</param>
    /// <param name="cancellationToken">Gives up; the constraint may still have been added.</param>
    /// <returns>The version that has it.</returns>
    /// <exception cref="ConstraintViolationException">A row that the table has breaks it.</exception>
    /// <exception cref="UnsupportedFeatureException">The condition cannot be enforced.</exception>
    /// <exception cref="DeltaException">There is one of that name, or the table cannot be written.</exception>
    public ValueTask<CommittedVersion> AddConstraintAsync(
        DeltaTable table, string name, string expression, CancellationToken cancellationToken = default) =>
        AddConstraintAsync(table, name, expression, null, cancellationToken);

    internal ValueTask<CommittedVersion> AddConstraintAsync(
        DeltaTable table, string name, string expression, CommitOptions? commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        return AlterAsync(
            table,
            async (snapshot, token) =>
            {
                Alteration alteration = ConstraintAlterations.Add(snapshot, name, expression);
                (string condition, string refusal) = TableRules.Of(alteration.Metadata, alteration.Protocol)
                    .CheckOf($"new CHECK constraint '{name}'", expression);
                await RequireAsync(table, snapshot, condition, refusal, token).ConfigureAwait(false);
                return alteration;
            },
            commit,
            cancellationToken);
    }

    /// <summary>Forbids nulls in a column.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column, not one in an array or map.</param>
    /// <param name="cancellationToken">Gives up; nulls may still have been forbidden.</param>
    /// <returns>The version that forbids them.</returns>
    /// <exception cref="ConstraintViolationException">A row that the table has holds a null.</exception>
    /// <exception cref="SchemaMismatchException">There is no such column.</exception>
    public ValueTask<CommittedVersion> ForbidNullsAsync(
        DeltaTable table, ColumnPath column, CancellationToken cancellationToken = default) =>
        ForbidNullsAsync(table, column, null, cancellationToken);

    internal ValueTask<CommittedVersion> ForbidNullsAsync(
        DeltaTable table, ColumnPath column, CommitOptions? commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        return AlterAsync(
            table,
            async (snapshot, token) =>
            {
                Alteration alteration = ColumnAlterations.SetNullable(snapshot, column, false);
                StructField field = alteration.Metadata.Schema.Find(column.Names[0])!;
                string value = $"r.{SqlText.Name(field.Name)}";
                string refusal = RuleViolation.Raise($"The column '{column}' cannot become NOT NULL: there are rows in which it is null.", []);
                await RequireAsync(table, snapshot, $"NOT ({ColumnRules.HoldsForbiddenNull(field, value)})", refusal, token)
                    .ConfigureAwait(false);
                return alteration;
            },
            commit,
            cancellationToken);
    }

    /// <summary>Gives a column a default for rows that bring no value for it, or takes it away.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column, not a nested one.</param>
    /// <param name="expression">Spark SQL without columns; <see langword="null"/> for no default.</param>
    /// <param name="cancellationToken">Gives up; the default may still have been set.</param>
    /// <returns>The version that has it.</returns>
    /// <exception cref="UnsupportedFeatureException">The expression cannot be computed, or is none of the column's type.</exception>
    /// <exception cref="SchemaMismatchException">There is no such column, or it makes its values itself.</exception>
    public ValueTask<CommittedVersion> SetDefaultAsync(
        DeltaTable table, ColumnPath column, string? expression, CancellationToken cancellationToken = default) =>
        SetDefaultAsync(table, column, expression, null, cancellationToken);

    internal ValueTask<CommittedVersion> SetDefaultAsync(
        DeltaTable table, ColumnPath column, string? expression, CommitOptions? commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        return AlterAsync(
            table,
            async (snapshot, token) =>
            {
                Alteration alteration = ColumnAlterations.SetDefault(snapshot, column, expression);
                if (expression is not null)
                {
                    await RequireDefaultAsync(alteration.Metadata.Schema.Find(column.Names[0])!, expression, token)
                        .ConfigureAwait(false);
                }

                return alteration;
            },
            commit,
            cancellationToken);
    }

    /// <summary>Refuses columns whose defaults cannot be computed, or are none of their types.</summary>
    /// <exception cref="UnsupportedFeatureException">There is one.</exception>
    internal async ValueTask RequireDefaultsAsync(IEnumerable<StructField> columns, CancellationToken cancellationToken)
    {
        foreach (StructField column in columns)
        {
            if (ColumnRules.FindDefault(column) is { } expression)
            {
                await RequireDefaultAsync(column, expression, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Refuses a new table with rules that no write could keep.</summary>
    /// <exception cref="UnsupportedFeatureException">There is one.</exception>
    internal async ValueTask RequireRulesAsync(
        StructType schema, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken)
    {
        var metadata = new Metadata("new", SchemaJson.Write(schema))
        {
            Configuration = new Dictionary<string, string>(properties),
        };
        TableRules rules = TableRules.Of(metadata, new Protocol(1, 7) { WriterFeatures = ["allowColumnDefaults"] });
        if (!rules.Any)
        {
            return;
        }

        string sql = rules.Enforce(
            $"SELECT {NullColumns.Write(schema.Fields, true)} WHERE false",
            [.. schema.Fields.Where(static field => !ColumnRules.IsFilled(field)).Select(static field => field.Name)]);
        RequireNoneOfEachOther(schema);
        using DuckLease lease = _host.Rent([]);
        using DuckDB.NET.Data.DuckDBCommand command = DuckStatement.Create(lease.Connection, sql);
        var clock = new StatementClock(_options.StatementTimeout, _timeProvider);
        await DuckStatement.RunAsync(command, clock, command.ExecuteScalar, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Generated columns are made of columns that rows bring: of each other they would be made of nothing.</summary>
    private static void RequireNoneOfEachOther(StructType schema)
    {
        foreach (StructField field in schema.Fields)
        {
            if (ColumnRules.FindGeneration(field) is not { } expression)
            {
                continue;
            }

            var scope = new ExpressionScope(schema, "r", false);
            ExpressionReader.Read(expression, scope);
            if (scope.Used.FirstOrDefault(name => ColumnRules.FindGeneration(schema.Find(name)!) is not null) is { } other)
            {
                throw new UnsupportedFeatureException(
                    "generatedColumns",
                    $"The column '{field.Name}' cannot be generated as {expression}: the column '{other}' is generated itself. Write "
                    + "out what that one is made of.");
            }
        }
    }

    private static async ValueTask<CommittedVersion> AlterAsync(DeltaTable table,
        Func<Snapshot, CancellationToken, ValueTask<Alteration?>> decide, CommitOptions? commit, CancellationToken cancellationToken) =>
        (await table.TryAlterAsync(decide, commit, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Computes a default once: one that fails would make every later row fail that brings no value.</summary>
    private async ValueTask RequireDefaultAsync(StructField field, string expression, CancellationToken cancellationToken)
    {
        var alone = new Metadata("alone", SchemaJson.Write(new StructType([field with { Nullable = true }])));
        var protocol = new Protocol(1, 7) { WriterFeatures = ["allowColumnDefaults"] };
        string row = TableRules.Of(alone, protocol).Enforce("SELECT 1", []);
        using DuckLease lease = _host.Rent([]);
        using DuckDB.NET.Data.DuckDBCommand command = DuckStatement.Create(lease.Connection, row);
        var clock = new StatementClock(_options.StatementTimeout, _timeProvider);
        try
        {
            object? value = await DuckStatement.RunAsync(command, clock, command.ExecuteScalar, null, cancellationToken)
                .ConfigureAwait(false);
            if (value is null or DBNull && ExpressionReader.Read(expression, new ExpressionScope(new StructType(), "r", true)).IsText)
            {
                throw Refuse("The text is no value of that type.");
            }
        }
        catch (QueryException failure) when (failure is not QueryTimeoutException)
        {
            throw Refuse(failure.Message);
        }

        UnsupportedFeatureException Refuse(string why) => new(
            "allowColumnDefaults",
            $"The column '{field.Name}' ({field.Type.DisplayName}) cannot have the default {expression}: {why} Give it a value of the "
            + "column's type.");
    }

    private async ValueTask RequireAsync(
        DeltaTable table, Snapshot snapshot, string condition, string refusal, CancellationToken cancellationToken)
    {
        using var held = new HeldFiles();
        IReadOnlyList<LocalFile> files = await _sources.LocateAsync(
            new PinnedTable(table, snapshot), [.. snapshot.PlanScan().Files], held, cancellationToken).ConfigureAwait(false);
        if (files.Count == 0)
        {
            return;
        }

        string rows = SnapshotSql.Write(snapshot.Metadata, files, null, held.HoldDeletedRows(files));
        string sql = $"SELECT count(*) FROM {rows} AS r WHERE CASE WHEN ({condition}) IS NOT TRUE THEN {refusal} ELSE true END";
        using DuckLease lease = _host.Rent(held.Directories);
        using DuckDB.NET.Data.DuckDBCommand command = DuckStatement.Create(lease.Connection, sql);
        var clock = new StatementClock(_options.StatementTimeout, _timeProvider);
        await DuckStatement.RunAsync(command, clock, command.ExecuteScalar, null, cancellationToken).ConfigureAwait(false);
    }
}
