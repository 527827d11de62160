using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Query.Caching;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.ChangeData;

/// <summary>Turns the changes of a table into a query over files.</summary>
internal sealed class ChangeSource(FileLocator locator)
{
    /// <summary>The query over the files of a plan, in brackets.</summary>
    public async ValueTask<string> SqlOfAsync(
        DeltaTable table, ChangePlan plan, HeldFiles held, CancellationToken cancellationToken)
    {
        List<string> parts = [];
        foreach (IGrouping<(bool Recorded, bool Within), ChangeFile> group in plan.Files
            .GroupBy(static file => (file.Kind == ChangeKind.Recorded, file.Within is not null)))
        {
            ChangeFile[] files = [.. group];
            IReadOnlyList<LocalFile> located = await locator.LocateAsync(
                table, [.. files.Select(static file => file.Scan.Add)], held, cancellationToken).ConfigureAwait(false);
            long? within = group.Key.Within
                ? held.HoldDeletedRows(await WithinAsync(table, files, located, cancellationToken).ConfigureAwait(false))
                : null;
            string part = SnapshotSql.Write(ChangesSql.MetadataOf(plan, group.Key.Recorded), located, null,
                held.HoldDeletedRows(located), onlyRows: within);
            parts.Add(group.Key.Recorded ? ChangesSql.Checked(part) : part);
        }

        return parts.Count == 0
            ? SnapshotSql.Write(ChangesSql.MetadataOf(plan, false), [], null, null)
            : ChangesSql.Union(parts);
    }

    /// <summary>The files with the vectors of the rows that changed in place of those that did not.</summary>
    private static async ValueTask<IReadOnlyList<LocalFile>> WithinAsync(DeltaTable table,
        ChangeFile[] files, IReadOnlyList<LocalFile> located, CancellationToken cancellationToken)
    {
        var within = new LocalFile[files.Length];
        for (int index = 0; index < files.Length; index++)
        {
            AddFile asked = files[index].Scan.Add with { DeletionVector = files[index].Within };
            within[index] = located[index] with
            {
                Deleted = await table.ReadDeletionVectorAsync(asked, cancellationToken).ConfigureAwait(false),
            };
        }

        return within;
    }
}
