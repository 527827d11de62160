using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Tests.Transactions.Histories;

/// <summary>An operation twice: what it does to rows by its definition, and the change by which a writer would commit
/// it.</summary>
internal abstract class ModelOperation(int id)
{
    public int Id { get; } = id;

    /// <summary>Whether it reads nothing.</summary>
    public virtual bool IsBlind => false;

    /// <summary>The rows after it, given those before.</summary>
    public abstract IEnumerable<ModelRow> Apply(IReadOnlyCollection<ModelRow> before);

    /// <summary>The change; null if there is nothing to do.</summary>
    public abstract Task<TableChange?> DecideAsync(
        DeltaTable table, Snapshot read, ModelFiles files, CancellationToken cancellationToken);

    public override string ToString() => $"{Id}:{GetType().Name}";

    protected static bool IsIn(ModelRow row, (int From, int To) range) => row.Price >= range.From && row.Price < range.To;

    protected static Predicate Within((int From, int To) range) => Predicate.AllOf(
        new Predicate.Comparison("price", ComparisonOperator.GreaterOrEqual, Literal.Of((double)range.From)),
        new Predicate.Comparison("price", ComparisonOperator.Less, Literal.Of((double)range.To)));

    /// <summary>Replaces rows where they are: by deletion vectors, or by rewriting their files.</summary>
    /// <param name="context">The table, and what was read of it.</param>
    /// <param name="predicate">Which files to look at, or null for all.</param>
    /// <param name="isMeant">Which rows go.</param>
    /// <param name="replace">What comes for each, or null.</param>
    /// <param name="vectors">Whether deletion vectors are used.</param>
    protected static async Task<TableChange> ReplaceAsync(
        (DeltaTable Table, Snapshot Read, ModelFiles Files) context,
        Predicate? predicate,
        Func<ModelRow, bool> isMeant,
        Func<ModelRow, ModelRow>? replace,
        bool vectors)
    {
        List<AddFile> adds = [];
        List<AddFile> removes = [];
        List<RowDeletion> deletions = [];
        List<ModelRow> comes = [];
        foreach (ScanFile file in context.Read.PlanScan(predicate).Files.OrderBy(
            static file => file.Add.Path, StringComparer.Ordinal))
        {
            List<(long Place, ModelRow Row)> rows = await context.Files
                .ReadAsync(context.Table, file.Add, CancellationToken.None).ConfigureAwait(false);
            List<(long Place, ModelRow Row)> meant = [.. rows.Where(row => isMeant(row.Row))];
            if (meant.Count == 0)
            {
                continue;
            }

            comes.AddRange(replace is null ? [] : meant.Select(row => replace(row.Row)));
            if (vectors && meant.Count < rows.Count)
            {
                deletions.Add(new RowDeletion(file.Add, DeletionVector.Of(meant.Select(static row => row.Place))));
                continue;
            }

            removes.Add(file.Add);
            List<ModelRow> kept = [.. rows.Where(row => !isMeant(row.Row)).Select(static row => row.Row)];
            if (kept.Count > 0)
            {
                adds.Add(context.Files.Write(kept));
            }
        }

        if (comes.Count > 0)
        {
            adds.Add(context.Files.Write(comes));
        }

        return new TableChange(context.Read)
        {
            Adds = adds,
            Removes = removes,
            RowDeletions = deletions,
            ReadPredicate = predicate,
            ReadsRowsAlone = true,
            RowIdsKept = true,
        };
    }
}
