using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Scan;
using Wallstreet.Query.Caching;
using Wallstreet.Query.Maintenance;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Sources;

namespace Wallstreet.Query.Features;

/// <summary>
/// Writes the files anew that have types which columns had before they were widened, and then lets the schema forget these.
/// Which files they are, their footers say. Protocol section "Type Widening".
/// </summary>
internal sealed class TypeWideningRemoval(Optimizer optimizer, SourceResolver sources, DeltaTable table)
{
    private const int RoundsMax = 10;
    private static readonly OptimizeRequest _request = new() { Purge = true };

    public async ValueTask RunAsync(IProgress<OptimizeProgress>? progress, CancellationToken cancellationToken)
    {
        for (int round = 1; ; round++)
        {
            await optimizer.RunAsync(table, _request, PlanAsync, progress, cancellationToken).ConfigureAwait(false);
            Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            if (TypeWidening.ForgetChanges(snapshot) is not { } forgotten)
            {
                return;
            }

            bool clean = (await FindNarrowAsync(snapshot, cancellationToken).ConfigureAwait(false)).Count == 0;
            if (!clean && round < RoundsMax)
            {
                continue;
            }

            if (!clean)
            {
                throw new DataFileException(
                    $"The table at {table.Location} still has files with narrower types after they were written anew {RoundsMax} times: "
                    + "another writer brings them. Stop it, and drop the feature again.");
            }

            if (await TryForgetAsync(forgotten, round, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <summary>Commits unless another writer was faster, whose files are looked at then.</summary>
    private async Task<bool> TryForgetAsync(Alteration forgotten, int round, CancellationToken cancellationToken)
    {
        var change = new TableChange(forgotten.Before)
        {
            NewMetadata = forgotten.Metadata,
            DataChange = false,
            ReadsWholeTable = true,
        };
        try
        {
            await table.CommitAsync(
                change, new CommitOptions(forgotten.Operation) { OperationParameters = forgotten.Parameters }, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (ConcurrentModificationException) when (round < RoundsMax)
        {
            return false;
        }
    }

    private async ValueTask<(OptimizePlan, Layout?)> PlanAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        IReadOnlyList<ScanFile> narrow = await FindNarrowAsync(snapshot, cancellationToken).ConfigureAwait(false);
        return (new OptimizePlan(
            snapshot, [.. narrow.Select(static file => new Rewrite([file], null) { KeepsLayout = true })], checked((int)snapshot.FileCount)), null);
    }

    /// <summary>The files in which a column has another type than the table.</summary>
    private async ValueTask<IReadOnlyList<ScanFile>> FindNarrowAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        List<ScanFile> narrow = [];
        if (TypeWidening.ForgetChanges(snapshot) is null)
        {
            return narrow;
        }

        foreach (ScanFile file in snapshot.PlanScan().Files)
        {
            using var held = new HeldFiles();
            IReadOnlyList<LocalFile> local = await sources.LocateAsync(new PinnedTable(table, snapshot), [file], held, cancellationToken)
                .ConfigureAwait(false);
            if (FileTypes.Differ(snapshot.Schema, FileShapes.Read(local)[0].Columns, snapshot.ColumnMapping))
            {
                narrow.Add(file);
            }
        }

        return narrow;
    }
}
