using DuckDB.NET.Data;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Query.Caching;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Commands.Rows;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Sources;
using Wallstreet.Query.Writing;
using Wallstreet.Query.Writing.Staging;

namespace Wallstreet.Query.Commands;

/// <summary>One command at work on one version of a table: what it reads with, where it stages, what it reads.</summary>
internal sealed class CommandSession : IDisposable
{
    private readonly DuckHost _host;
    private readonly SourceResolver _sources;
    private DuckLease? _lease;

    public CommandSession(PinnedTable target, TableCommand command, SourceResolver sources, DuckHost host,
        StagingArea staging, StatementClock clock)
    {
        _host = host;
        _sources = sources;
        Target = target;
        Command = command;
        Staging = staging;
        Clock = clock;
        Held = new HeldFiles { KeepsVariants = true };
        Reader = new ExpressionReader(host, sources, command.Read, Held, target);
        RowIds = RowIdColumns.Of(target.Snapshot.Metadata);
        Stored = RowIds?.Extend(target.Snapshot.Metadata) ?? target.Snapshot.Metadata;
        Rows = new TargetRows(Stored, RowIds, Held);
        Held.AddDirectory(FileLocator.FindDirectory(target.Table.Store) ?? staging.Root);
    }

    public PinnedTable Target { get; }

    public Snapshot Snapshot => Target.Snapshot;

    public Metadata Metadata => Target.Snapshot.Metadata;

    /// <summary>The table as its files know it: with the hidden columns of row ids, if it has them.</summary>
    public Metadata Stored { get; }

    /// <summary>The hidden columns in which moved rows keep their ids; <see langword="null"/> if the table has none.</summary>
    public RowIdColumns? RowIds { get; }

    public TableCommand Command { get; }

    public StagingArea Staging { get; }

    public StatementClock Clock { get; }

    public HeldFiles Held { get; }

    public ExpressionReader Reader { get; }

    public TargetRows Rows { get; }

    /// <summary>What the table is called in messages.</summary>
    public string Name => Command.Name ?? Target.Table.Location.ToString();

    /// <summary>What conditions call the table, quoted.</summary>
    public string Alias => SqlText.Name(Command.Alias ?? DottedName?.Split('.')[^1] ?? "target");

    /// <summary>What stands for the table after FROM when an expression is read, so that its dotted name is known.</summary>
    public string Scope => Command.Alias is null && DottedName is { } name
        ? string.Join('.', name.Split('.').Select(SqlText.Name))
        : Alias;

    /// <summary>What the columns of the table may be qualified with.</summary>
    public IReadOnlyList<string> Qualifiers => Command.Alias is null && DottedName is { } name
        ? [name.Split('.')[^1], name]
        : [Command.Alias ?? "target"];

    /// <summary>Whether rows leave files by deletion vectors, or files are written again without them.</summary>
    public bool UsesDeletionVectors => Metadata.IsEnabled("delta.enableDeletionVectors");

    /// <summary>Whether changed rows are recorded.</summary>
    public bool RecordsChanges => Metadata.IsEnabled("delta.enableChangeDataFeed");

    /// <summary>DuckDB, opened for what is known to <see cref="Held"/> when it is first asked for.</summary>
    public DuckLease Lease => _lease ??= _host.RentToWrite(Held.Directories);

    /// <summary>What writes files. What is read must be known to <see cref="Held"/> before.</summary>
    public WriteWork Write(TargetSchema schema) =>
        new(Name, schema, Staging, Lease, new CopyContext(Command.Read.Parameters, Clock, null));

    /// <summary>Adds the folders of all files of the table, if it is not known yet which of them will be read.</summary>
    public void HoldTable() => _sources.AddDirectories(Target, Held);

    /// <summary>The local paths of files.</summary>
    public ValueTask<IReadOnlyList<LocalFile>> LocateAsync(
        IReadOnlyList<ScanFile> files, CancellationToken cancellationToken) =>
        _sources.LocateAsync(Target, files, Held, cancellationToken);

    public DuckDBCommand Prepare(string sql) => DuckStatement.Create(Lease.Connection, sql, Command.Read.Parameters);

    /// <summary>Runs a statement that gives no rows.</summary>
    public async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        using DuckDBCommand command = Prepare(sql);
        await DuckStatement.ExecuteAsync(command, Clock, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows of a query that gives few.</summary>
    public async Task<IReadOnlyList<object?[]>> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        using DuckDBCommand command = Prepare(sql);
        return await DuckStatement.RunAsync(command, Clock, () => ReadAll(command), null, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The places in files that a query gives: a file's number and a row's place.</summary>
    public async Task<IReadOnlyDictionary<int, Delta.DeletionVectors.DeletionVector>> ReadPlacesAsync(
        string sql, CancellationToken cancellationToken)
    {
        using DuckDBCommand command = Prepare(sql);
        command.UseStreamingMode = true;
        return await DuckStatement.RunAsync(command, Clock, () => PlaceReader.Read(command), null, cancellationToken)
            .ConfigureAwait(false);
    }

    public void Dispose()
    {
        _lease?.Dispose();
        Held.Dispose();
    }

    /// <summary>The command's name of the table, unless it is a location.</summary>
    private string? DottedName => Command.Name is { } name && !name.Contains('/', StringComparison.Ordinal) ? name : null;

    private static List<object?[]> ReadAll(DuckDBCommand command)
    {
        List<object?[]> rows = [];
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            object?[] values = new object?[reader.FieldCount];
            for (int column = 0; column < values.Length; column++)
            {
                values[column] = reader.IsDBNull(column) ? null : reader.GetValue(column);
            }

            rows.Add(values);
        }

        return rows;
    }
}
