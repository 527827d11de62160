using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Caching;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Parsing;
using Wallstreet.Query.Pruning;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Sources;

namespace Wallstreet.Query.Writing;

/// <summary>The rows that a table holds before a write that may remove some of them.</summary>
internal sealed record ExistingRows
{
    private readonly IReadOnlyList<LocalFile> _files;
    private readonly Metadata _metadata;
    private readonly HeldFiles _held;

    private ExistingRows(Metadata metadata, IReadOnlyList<LocalFile> files, HeldFiles held)
    {
        _held = held;
        _metadata = metadata;
        _files = files;
    }

    /// <summary>The columns that the rows have.</summary>
    public StructType Schema => _metadata.Schema;

    /// <summary>Files whose rows all go; nobody reads them.</summary>
    public IReadOnlyList<AddFile> Whole { get; private init; } = [];

    /// <summary>Files in which some rows may go.</summary>
    public IReadOnlyList<AddFile> Touched => [.. _files.Select(file => file.Add)];

    /// <summary>Which rows were looked at; <see langword="null"/> if the condition says nothing to the log.</summary>
    public Predicate? Predicate { get; private init; }

    /// <summary>A query over the rows of some of the touched files, in brackets, with their number as file_number.</summary>
    public string Sql(IEnumerable<int>? numbers = null)
    {
        LocalFile[] files = numbers is null ? [.. _files] : [.. numbers.Select(number => _files[number])];
        return SnapshotSql.Write(_metadata, files, null, _held.HoldDeletedRows(files), fileColumns: true);
    }

    public static async ValueTask<ExistingRows> FindAsync(WriteQuery write, TargetTable target, SourceResolver sources,
        DuckHost host, HeldFiles held, CancellationToken cancellationToken)
    {
        Snapshot snapshot = target.Snapshot!;
        if (write.Mode == WriteMode.Overwrite)
        {
            return new ExistingRows(snapshot.Metadata, [], held) { Whole = [.. snapshot.Files] };
        }

        (Predicate? predicate, bool exact) = write.ReplaceWhere is { } condition
            ? ReadCondition(condition, snapshot.Schema, host, write)
            : (null, false);
        ScanPlan plan = snapshot.PlanScan(predicate);
        ScanFile[] whole = [.. plan.Files.Where(file => exact && predicate is not null && file.Match == FileMatch.All)];
        ScanFile[] touched = [.. plan.Files.Except(whole)];
        IReadOnlyList<LocalFile> files = await sources.LocateAsync(target.Table!, touched, held, cancellationToken)
            .ConfigureAwait(false);
        return new ExistingRows(snapshot.Metadata, files, held)
        {
            Whole = [.. whole.Select(file => file.Add)],
            Predicate = predicate,
        };
    }

    /// <summary>Reads the condition of a replacement and refuses one that looks beyond the table's own rows.</summary>
    private static (Predicate? Predicate, bool Exact) ReadCondition(
        string condition, StructType schema, DuckHost host, WriteQuery write)
    {
        const string Prefix = "SELECT 1 FROM t WHERE ";
        SqlAnalysis analysis;
        using (DuckLease lease = host.Rent([]))
        {
            try
            {
                analysis = SqlParser.Parse(lease.Connection, $"{Prefix}(\n{condition}\n)");
            }
            catch (SqlSyntaxException error)
            {
                throw new SqlSyntaxException(Math.Max(error.Line - 1, 0), error.Column,
                    $"The condition of replaceWhere is wrong: {error.Problem}", error.Hint, error);
            }
        }

        JsonElement? where = analysis.Tree?.Root.Child("node")?.Child("where_clause");
        if (where is null || analysis.References.Count != 1 || analysis.Parameters.Any(name => !write.Read.Parameters.ContainsKey(name)))
        {
            throw new SqlSyntaxException(1, 1, "The condition of replaceWhere must be about the table's own columns.",
                "Write something like session = DATE '2024-05-01'.");
        }

        return new PredicateReader(schema, write.Read.Parameters, ["t"], alone: true).Read(where.Value);
    }
}
