using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Scan;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Pruning;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Commands.Rows;

/// <summary>Which rows of a table satisfy a condition, as far as needed: all of some files, some of others.</summary>
internal sealed class RowSelection
{
    private RowSelection(Predicate? predicate, IReadOnlyList<ScanFile> whole, IReadOnlyList<ScanFile> maybe)
    {
        Predicate = predicate;
        Whole = whole;
        Maybe = maybe;
    }

    /// <summary>What the log can be asked; <see langword="null"/> if the condition says nothing to it.</summary>
    public Predicate? Predicate { get; }

    /// <summary>Files whose rows all satisfy it, as their partition or their statistics say.</summary>
    public IReadOnlyList<ScanFile> Whole { get; }

    /// <summary>Files that must be read to know.</summary>
    public IReadOnlyList<ScanFile> Maybe { get; }

    /// <summary>Plans which files are looked at.</summary>
    public static RowSelection Plan(CommandSession session, Expression? where)
    {
        (Predicate? predicate, bool exact) = where is null
            ? (null, true)
            : new PredicateReader(session.Snapshot.Schema, session.Command.Read.Parameters, session.Qualifiers, alone: true)
                .Read(where.Node);
        ScanPlan plan = session.Snapshot.PlanScan(predicate);
        ILookup<bool, ScanFile> files = plan.Files.ToLookup(
            file => where is null || (exact && predicate is not null && file.Match == FileMatch.All));
        return new RowSelection(predicate, [.. files[true]], [.. files[false]]);
    }

    /// <summary>Reads the files that must be, and tells which rows of which satisfy the condition.</summary>
    public static async Task<IReadOnlyList<TouchedFile>> FindAsync(
        CommandSession session, IReadOnlyList<LocalFile> files, Expression where, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            return [];
        }

        IReadOnlyDictionary<int, DeletionVector> places = await session.ReadPlacesAsync(
            $"SELECT {RowPlace.File}, {RowPlace.Row} FROM {session.Rows.Of(files)} AS {session.Alias} WHERE {where.Bracketed}",
            cancellationToken).ConfigureAwait(false);
        return [.. places.OrderBy(static place => place.Key)
            .Select(place => new TouchedFile(place.Key, files[place.Key], place.Value))];
    }

    /// <summary>How many rows files have; <see langword="null"/> if the log does not say it of one.</summary>
    public static long? CountRows(Snapshot snapshot, IEnumerable<AddFile> files)
    {
        long rows = 0;
        foreach (AddFile file in files)
        {
            if (snapshot.FindStatistics(file)?.RecordCount is not { } count)
            {
                return null;
            }

            rows += count - (file.DeletionVector?.Cardinality ?? 0);
        }

        return rows;
    }
}
