using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Caching;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Sources;
using Wallstreet.Query.Writing;
using Wallstreet.Query.Writing.Staging;

namespace Wallstreet.Query.Maintenance;

/// <summary>Writes the rows of files of one partition into new files. Partition columns stay in the log.</summary>
internal sealed class RewriteWork
{
    private const string NullFolder = "__HIVE_DEFAULT_PARTITION__";
    private const int FolderLengthMax = 200;
    private static readonly Dictionary<string, object?> _noParameters = [];

    private readonly DeltaTable _table;
    private readonly SourceResolver _sources;
    private readonly DuckHost _host;
    private readonly Metadata _stored;
    private readonly RowIdColumns? _rowIds;
    private readonly TargetSchema _target;
    private readonly Snapshot _snapshot;
    private readonly (string Old, string New)[] _partitions;
    private readonly CopyContext _context;

    /// <param name="table">The table.</param>
    /// <param name="snapshot">The version whose files are read.</param>
    /// <param name="sources">Finds the files.</param>
    /// <param name="host">Reads and writes them.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="becomes">What the table is when the new files are part of it; <see langword="null"/> if it stays what it
    /// is.</param>
    public RewriteWork(DeltaTable table, Snapshot snapshot, SourceResolver sources, DuckHost host, TimeProvider timeProvider,
        Metadata? becomes = null)
    {
        _table = table;
        _snapshot = snapshot;
        _sources = sources;
        _host = host;
        _rowIds = RowIdColumns.Of(snapshot.Metadata);
        _stored = StoredOnly(_rowIds?.Extend(snapshot.Metadata) ?? snapshot.Metadata);
        Metadata target = becomes ?? snapshot.Metadata;
        _target = becomes is null ? TargetSchema.Of(_stored) : TargetSchema.Of(StoredOnly(_rowIds?.Extend(target) ?? target));
        _partitions = [.. snapshot.PartitionFields.Select(field =>
            (field.PhysicalName, target.Schema.Find(field.Name)!.GetPhysicalName(target.ColumnMapping)))];

        // A table may take hours to rewrite; it is the caller who gives up.
        _context = new CopyContext(_noParameters, new StatementClock(TimeSpan.MaxValue, timeProvider), new RewrittenSql([], [], []));
    }

    /// <summary>Writes the new files. They are no part of the table until a commit names them.</summary>
    public async Task<IReadOnlyList<AddFile>> WriteAsync(
        Rewrite rewrite, StagingArea staging, CancellationToken cancellationToken)
    {
        using var held = new HeldFiles { KeepsVariants = true };
        IReadOnlyList<LocalFile> files = await _sources.LocateAsync(
            new PinnedTable(_table, _snapshot), rewrite.Files, held, cancellationToken).ConfigureAwait(false);
        held.AddDirectory(FileLocator.FindDirectory(_table.Store) ?? staging.Root);
        using DuckLease lease = _host.Rent(held.Directories);
        string rows = SnapshotSql.Write(
            _stored, files, null, held.HoldDeletedRows(files), fileColumns: _rowIds is not null, keepsVariants: true);
        rows = _rowIds?.Fill(rows, files) ?? rows;
        string query = $"SELECT * FROM {rows} AS r";
        if (rewrite.Layout is { } layout)
        {
            query += await OrderAsync(lease, rows, layout, cancellationToken).ConfigureAwait(false);
        }

        Dictionary<string, string?> values = _partitions.ToDictionary(
            static name => name.New, name => rewrite.PartitionValues.GetValueOrDefault(name.Old));
        string folder = staging.NewFolder();
        string partition = Path.Combine(folder, FolderOf(values));
        IReadOnlyList<StagedFile> written = await ParquetCopy.RunAsync(
            lease, query, _target, partition, _context with { FileSizeBytes = rewrite.Layout?.FileSizeBytes }, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AddFile> adds = await staging.Published.AddAsync(folder, written, _target, cancellationToken)
            .ConfigureAwait(false);
        string piece = Guid.NewGuid().ToString();
        return [.. adds.Select(add => add with
        {
            PartitionValues = values,
            DataChange = false,
            Tags = rewrite.KeepsLayout ? LayoutTags.WithoutStoredColumns(rewrite.Files[0].Add.Tags) : rewrite.Layout is { } laid ? LayoutTags.Of(laid, piece) : null,
            ClusteringProvider = rewrite.KeepsLayout ? rewrite.Files[0].Add.ClusteringProvider : rewrite.Layout?.Provider,
        })];
    }

    private async Task<string> OrderAsync(
        DuckLease lease, string rows, Layout layout, CancellationToken cancellationToken)
    {
        List<(ColumnPath Column, DeltaType Type)> columns = [.. layout.Columns
            .Select(column => (column, column.FindIn(_snapshot.Schema)!.Type))];
        string keys = string.Join(", ", columns.Select(static item => CurveSql.Key(item.Column, item.Type) + " NULLS FIRST"));
        if (columns.Count == 1)
        {
            return $" ORDER BY {keys}";
        }

        int bits = CurveSql.BitsFor(columns.Count);
        List<(ColumnPath, DeltaType, IReadOnlyList<string>)> bounded = [];
        foreach ((ColumnPath column, DeltaType type) in columns)
        {
            bounded.Add((column, type, await ReadAsync(lease, CurveSql.Bounds(rows, column, type, bits), cancellationToken)
                .ConfigureAwait(false)));
        }

        return $" ORDER BY {CurveSql.Place(bounded, bits)}, {keys}";
    }

    private async Task<IReadOnlyList<string>> ReadAsync(DuckLease lease, string query, CancellationToken cancellationToken)
    {
        using DuckDBCommand command = DuckStatement.Create(lease.Connection, query);
        return await DuckStatement.RunAsync(command, _context.Clock, () => ReadTexts(command), null, cancellationToken)
            .ConfigureAwait(false);
    }

    private static List<string> ReadTexts(DuckDBCommand command)
    {
        List<string> texts = [];
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    /// <summary>The table as its files know it: without partition columns, and without those that no file can hold.
    /// </summary>
    private static Metadata StoredOnly(Metadata metadata)
    {
        HashSet<string> partitions = new(metadata.PartitionColumns, StringComparer.OrdinalIgnoreCase);
        var stored = new StructType([.. metadata.Schema.Fields.Where(field =>
            !partitions.Contains(field.Name) && field.Type is not PrimitiveType { Kind: PrimitiveKind.Void })]);
        return metadata.WithSchema(stored) with { PartitionColumns = [] };
    }

    /// <summary>The folder of a partition as Hive names it. What the log says is what counts, so a name that is too long
    /// for a file system is left out.</summary>
    private string FolderOf(IReadOnlyDictionary<string, string?> values)
    {
        IEnumerable<string> names = _partitions.Select(name =>
            Escape(name.New) + "=" + (values.GetValueOrDefault(name.New) is { Length: > 0 } text
                ? Escape(text)
                : NullFolder));
        string folder = Path.Combine([.. names]);
        return Encoding.UTF8.GetByteCount(folder) > FolderLengthMax ? "" : folder;
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ' ' or '+' or '@' || letter > '\u00A0')
            {
                escaped.Append(letter);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"%{(int)letter:X2}");
            }
        }

        return escaped.ToString() is "." or ".." ? "%2E" : escaped.ToString();
    }
}
