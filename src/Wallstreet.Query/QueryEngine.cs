using Apache.Arrow;
using Wallstreet.Delta;
using Wallstreet.Delta.Features;
using Wallstreet.Query.Caching;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Features;
using Wallstreet.Query.Maintenance;
using Wallstreet.Query.Parsing;
using Wallstreet.Query.Rules;
using Wallstreet.Query.Sources;
using Wallstreet.Query.Statements;
using Wallstreet.Query.Writing;
using Wallstreet.Query.Writing.Staging;
using Wallstreet.Storage;

namespace Wallstreet.Query;

/// <summary>
/// SQL over Delta tables, carried out by DuckDB inside this process. DuckDB is opened when it is first needed and closed
/// when it has been idle for a while. A user's statement reaches tables only: what would reach files, the network,
/// settings or extensions is refused by the analysis, and once more by DuckDB itself. All members may be called
/// concurrently.
/// </summary>
public sealed class QueryEngine : IAsyncDisposable
{
    private readonly QueryOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly AnalysisCache _analyses = new();
    private readonly DuckHost _host;
    private readonly ObjectCache _cache;
    private readonly SourceResolver _sources;
    private readonly TableWriter _writer;
    private readonly Optimizer _optimizer;
    private readonly RowCommands _commands;
    private readonly ReadExecutor _reads;

    /// <summary>Makes an engine; nothing is opened yet.</summary>
    /// <param name="catalog">Finds tables by name.</param>
    /// <param name="stores">Opens locations.</param>
    /// <param name="options">What the engine may use.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public QueryEngine(ITableCatalog catalog, ObjectStoreFactory stores, QueryOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _options = options.Validated();
        _timeProvider = timeProvider;
        _host = new DuckHost(_options, timeProvider);
        _cache = new ObjectCache(_options.CacheDirectory, _options.CacheSizeBytesMax);
        _sources = new SourceResolver(catalog, stores, new FileLocator(_cache, stores, options.TempDirectory));
        Rules = new RuleChanges(_sources, _host, _options, timeProvider);
        _writer = new TableWriter(catalog, _sources, _host, _options, timeProvider);
        _optimizer = new Optimizer(_sources, _host, _options, timeProvider);
        _reads = new ReadExecutor(_sources, _host, _options, timeProvider);
        _commands = new RowCommands(_sources, _host, _options, timeProvider);
        Features = new FeatureDrop(_optimizer, new ColumnMappingRemoval(_sources, _host, _options, timeProvider), _sources);
    }

    /// <summary>Changes the rules of tables, such as CHECK constraints.</summary>
    public RuleChanges Rules { get; }

    /// <summary>Drops features of tables, and takes column mapping off.</summary>
    internal FeatureDrop Features { get; }

    /// <summary>Whether DuckDB is open just now and holds memory.</summary>
    public bool IsOpen => _host.IsOpen;

    /// <summary>Tells what a SQL text does and which tables it reads, without looking at any table.</summary>
    /// <param name="sql">One statement.</param>
    /// <exception cref="SqlSyntaxException">It is wrong, or calls what a statement may not.</exception>
    public SqlAnalysis Analyze(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (_analyses.Find(sql) is { } known)
        {
            return known;
        }

        if (StatementAnalysis.TryRead(sql) is { } ours)
        {
            return _analyses.Keep(ours);
        }

        using DuckLease lease = _host.Rent([]);
        return _analyses.Keep(SqlParser.Parse(lease.Connection, sql));
    }

    /// <summary>Starts a statement that reads: a query, or DESCRIBE HISTORY, DESCRIBE DETAIL and SHOW TBLPROPERTIES.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="request">How to read; <see langword="null"/> reads everything as it is now.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <returns>The result, to be disposed.</returns>
    /// <exception cref="SqlSyntaxException">The text is wrong, or does not only read.</exception>
    /// <exception cref="TableNotFoundException">It names a table that there is not.</exception>
    /// <exception cref="QueryException">It could not be carried out.</exception>
    /// <exception cref="DeltaException">A table could not be read at the version asked for.</exception>
    public async ValueTask<QueryResult> QueryAsync(
        string sql, QueryRequest? request = null, CancellationToken cancellationToken = default)
    {
        return await _reads.StartAsync(Reading(sql), request ?? QueryRequest.Default, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Carries a statement out and writes its rows to a table in one commit; no row becomes an object.</summary>
    /// <param name="write">What to write, and where to.</param>
    /// <param name="cancellationToken">Gives the write up; the table is then as it was, or as it should be.</param>
    /// <exception cref="QueryException">The statement or its rows are wrong.</exception>
    /// <exception cref="DeltaException">The table could not be written.</exception>
    public ValueTask<WriteResult> WriteAsync(WriteQuery write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return _writer.WriteAsync(write, ReadingRows(write.Sql), cancellationToken);
    }

    /// <summary>
    /// Writes rows that the caller has, in one commit: the statement reads them as the table <c>rows</c>, and may read
    /// others too. Usually it is <c>FROM rows</c>.
    /// </summary>
    /// <param name="write">What to write, and where to.</param>
    /// <param name="schema">The columns of the rows.</param>
    /// <param name="rows">The rows, in batches; each is disposed once it is written.</param>
    /// <param name="cancellationToken">Gives the write up; the table is then as it was, or as it should be.</param>
    /// <exception cref="QueryException">The statement or its rows are wrong.</exception>
    /// <exception cref="DeltaException">The table could not be written.</exception>
    public ValueTask<WriteResult> WriteRowsAsync(WriteQuery write, Schema schema, IAsyncEnumerable<RecordBatch> rows,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(rows);
        return _writer.WriteRowsAsync(write, ReadingRows(write.Sql), new StagedRows(schema, rows), cancellationToken);
    }

    /// <summary>
    /// Rewrites a table's files into better ones: small ones joined, deleted rows left out, rows laid out along a curve. No
    /// row changes; readers and writers go on meanwhile. What one call has committed stays done when it fails later.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Told after each piece of work; null for nobody.</param>
    /// <param name="cancellationToken">Gives up; what was committed stays.</param>
    /// <exception cref="SqlSyntaxException">The condition is wrong, or about columns that do not partition the table.</exception>
    /// <exception cref="ConcurrentModificationException">Other writers changed the same files again and again, or changed
    /// the table's schema.</exception>
    /// <exception cref="UnsupportedFeatureException">The table has a feature that forbids it.</exception>
    public ValueTask<OptimizeResult> OptimizeAsync(DeltaTable table, OptimizeRequest request,
        IProgress<OptimizeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(request);
        return _optimizer.RunAsync(table, request, progress, cancellationToken);
    }

    /// <summary>
    /// Takes a feature away from a table, so that programs which do not know it can use the table again. Files that make use
    /// of it are written anew first, in commits that change no row: those with deletion vectors, with types that columns had
    /// before they were widened, or with physical names of columns.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="feature">The feature's name.</param>
    /// <param name="request">What becomes of the past; null keeps it.</param>
    /// <param name="progress">Told about files that are written anew; null for nobody.</param>
    /// <param name="cancellationToken">Gives up; what is committed stays done.</param>
    /// <returns>The version without the feature.</returns>
    /// <exception cref="FeatureInUseException">Something that is no matter of files makes use of the feature, or the past
    /// does and is too young to be cut off.</exception>
    /// <exception cref="ConcurrentModificationException">Other writers were in the way again and again.</exception>
    /// <exception cref="DeltaException">The table could not be written.</exception>
    public ValueTask<CommittedVersion> DropFeatureAsync(DeltaTable table, string feature, DropFeatureRequest? request = null,
        IProgress<OptimizeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(feature);
        return Features.RunAsync(table, feature, request ?? new DropFeatureRequest(), progress, cancellationToken);
    }

    /// <summary>Takes column mapping off a table: all files are written anew, with the names that users see, in one commit
    /// that changes no row. The table's protocol stays until the feature is dropped.</summary>
    /// <param name="table">The table.</param>
    /// <param name="progress">Told about files that are written anew; null for nobody.</param>
    /// <param name="cancellationToken">Gives up; the table is then as it was, or as it should be.</param>
    /// <returns>The version without column mapping; <see langword="null"/> if the table has none.</returns>
    /// <exception cref="SchemaMismatchException">A column has a name that files cannot have.</exception>
    /// <exception cref="ConcurrentModificationException">Other writers were in the way again and again.</exception>
    public ValueTask<CommittedVersion?> RemoveColumnMappingAsync(
        DeltaTable table, IProgress<OptimizeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Features.RemoveColumnMappingAsync(table, null, progress, cancellationToken);
    }

    /// <summary>
    /// Takes rows out of a table, in one commit: by deletion vectors where the table's property
    /// <c>delta.enableDeletionVectors</c> is true, else by writing files again without them.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="command">Which rows.</param>
    /// <param name="cancellationToken">Gives it up; the table is then as it was, or as it should be.</param>
    /// <exception cref="QueryException">The condition is wrong, or could not be carried out.</exception>
    /// <exception cref="DeltaException">The table could not be written.</exception>
    public ValueTask<CommandResult> DeleteAsync(
        DeltaTable table, DeleteCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(command);
        return _commands.DeleteAsync(table, command, cancellationToken);
    }

    /// <summary>Gives rows of a table new values, in one commit; they leave their files as with a DELETE.</summary>
    /// <param name="table">The table.</param>
    /// <param name="command">Which rows, and which values.</param>
    /// <param name="cancellationToken">Gives it up; the table is then as it was, or as it should be.</param>
    /// <exception cref="QueryException">A condition or an expression is wrong, or could not be carried out.</exception>
    /// <exception cref="DeltaException">The table could not be written.</exception>
    public ValueTask<CommandResult> UpdateAsync(
        DeltaTable table, UpdateCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(command);
        return _commands.UpdateAsync(table, command, cancellationToken);
    }

    /// <summary>
    /// Merges rows of a source into a table, in one commit: rows that match are updated or deleted, others inserted; rows of
    /// the table that match none may be updated or deleted too. Of the table only what is needed is read.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="command">The source, the condition and the clauses.</param>
    /// <param name="cancellationToken">Gives it up; the table is then as it was, or as it should be.</param>
    /// <exception cref="QueryException">The source, a condition or an expression is wrong, or could not be carried out.</exception>
    /// <exception cref="ConstraintViolationException">Several rows of the source would change one of the table.</exception>
    /// <exception cref="DeltaException">The table could not be written.</exception>
    public ValueTask<CommandResult> MergeAsync(
        DeltaTable table, MergeCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(command);
        return _commands.MergeAsync(table, command, cancellationToken);
    }

    /// <summary>
    /// Carries out a statement that writes: INSERT, UPDATE, DELETE, MERGE, TRUNCATE, CREATE TABLE, ALTER TABLE, OPTIMIZE, REORG,
    /// VACUUM or RESTORE. It names its table by dotted name, or by location in double quotes (<c>INSERT INTO "./path" …</c>).
    /// What it reads is bounded as in every statement.
    /// </summary>
    /// <param name="sql">One statement.</param>
    /// <param name="request">How it reads: pins, parameters, time. A row limit does not apply.</param>
    /// <param name="commit">The commit's user metadata and engine; operation and metrics are filled in.</param>
    /// <param name="cancellationToken">Gives it up; the table is then as it was, or as it should be.</param>
    /// <exception cref="QueryException">The statement is wrong, or could not be carried out.</exception>
    /// <exception cref="DeltaException">The table could not be written.</exception>
    public ValueTask<StatementResult> ExecuteAsync(string sql, QueryRequest? request = null, CommitOptions? commit = null,
        CancellationToken cancellationToken = default) =>
        ExecuteAsync(sql, request, commit, null, cancellationToken);

    /// <summary>Carries out a statement that writes, and tells how far it is.</summary>
    /// <inheritdoc cref="ExecuteAsync(string, QueryRequest?, CommitOptions?, CancellationToken)"/>
    /// <param name="sql">One statement.</param>
    /// <param name="request">How it reads: pins, parameters, time. A row limit does not apply.</param>
    /// <param name="commit">The commit's user metadata and engine; operation and metrics are filled in.</param>
    /// <param name="progress">Told about long work; null for nobody.</param>
    /// <param name="cancellationToken">Gives it up; the table is then as it was, or as it should be.</param>
    public ValueTask<StatementResult> ExecuteAsync(string sql, QueryRequest? request, CommitOptions? commit,
        StatementProgress? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var executor = new StatementExecutor(this, _sources, progress ?? new StatementProgress(), _timeProvider);
        return executor.RunAsync(
            StatementReader.Read(sql), request ?? QueryRequest.Default, commit, cancellationToken);
    }

    /// <summary>Whether a text is a statement that writes, as far as its first word says it: one for <see cref="ExecuteAsync(string, QueryRequest?, CommitOptions?, CancellationToken)"/>.</summary>
    /// <param name="sql">The text.</param>
    public static bool IsWriting(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return StatementReader.IsWriting(sql);
    }

    /// <summary>Closes DuckDB and gives its memory back, unless a statement is running. It is opened again when needed.</summary>
    public ValueTask TrimAsync()
    {
        _host.Trim();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        _cache.Dispose();
        return ValueTask.CompletedTask;
    }

    private SqlAnalysis Reading(string sql)
    {
        SqlAnalysis analysis = Analyze(sql);
        return analysis.Kind != StatementKind.Other
            ? analysis
            : throw new SqlSyntaxException(1, 1, $"{analysis.Keyword} is not allowed here: only statements that read are.",
                "Write a SELECT. Tables are written by assets, by imports, and by hand with `wallstreet sql --write`.");
    }

    private SqlAnalysis ReadingRows(string sql) => Reading(sql) is { Description: null } analysis
        ? analysis
        : throw new SqlSyntaxException(1, 1, "The statement reads a table's log, and is one of its own: its rows cannot be written.",
            "Write a SELECT.");
}
