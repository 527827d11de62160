using Wallstreet.Delta.Actions;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Verification;

/// <summary>Looks for damage in a table, also in one that cannot be opened.</summary>
public static class TableVerifier
{
    /// <summary>Verifies a table: replays its log from the commits and holds every checkpoint, compaction and checksum
    /// against the replay, looks at each commit by the rules of the protocol, and at the files, deletion vectors,
    /// partition values and statistics of a version; on request it reads every row. Nothing is changed.</summary>
    /// <param name="store">The store, rooted at the table.</param>
    /// <param name="options">What is verified; null for the defaults.</param>
    /// <param name="delta">How the table is opened; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="DeltaTableNotFoundException">There is no table.</exception>
    /// <exception cref="VersionNotFoundException">There is no such version.</exception>
    public static async ValueTask<VerificationReport> VerifyAsync(
        IObjectStore store, VerificationOptions? options, DeltaOptions? delta, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new VerificationOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FindingsMax, 1);
        delta ??= new DeltaOptions();
        Findings findings = new(options.FindingsMax);
        LogVerification log = new(store, delta, findings);
        await log.VerifyAsync(cancellationToken).ConfigureAwait(false);
        VerificationReport report = new(-1, []);
        if (await OpenAsync(store, options, delta, findings, cancellationToken).ConfigureAwait(false) is { } found)
        {
            if (log.Last is { } last && last.Version == found.Snapshot.Version
                && StateDifference.Find(last, found.Snapshot.State) is { } difference)
            {
                findings.Damage("log", "", $"Version {last.Version} as readers see it differs from a replay of the commits: {difference}.");
            }

            report = await VerifyFilesAsync(found.Table, found.Snapshot, options, findings, cancellationToken)
                .ConfigureAwait(false);
        }

        return report with
        {
            Findings = findings.ToList(),
            Commits = log.CommitCount,
            CheckpointsCompared = log.CheckpointsCompared,
            ChecksumsCompared = log.ChecksumsCompared,
        };
    }

    private static async ValueTask<(DeltaTable Table, Snapshot Snapshot)?> OpenAsync(
        IObjectStore store,
        VerificationOptions options,
        DeltaOptions delta,
        Findings findings,
        CancellationToken cancellationToken)
    {
        try
        {
            DeltaTable table = await DeltaTable.OpenAsync(store, delta, cancellationToken).ConfigureAwait(false);
            Snapshot snapshot = options.Version is { } version
                ? await table.GetSnapshotAsync(version, cancellationToken).ConfigureAwait(false)
                : await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            return (table, snapshot);
        }
        catch (DeltaException exception) when (exception is not (DeltaTableNotFoundException or VersionNotFoundException))
        {
            string what = options.Version is { } version ? $"Version {version}" : "The newest version";
            findings.Damage("log", "", $"{what} cannot be read: {exception.Message}");
            return null;
        }
    }

    private static async ValueTask<VerificationReport> VerifyFilesAsync(
        DeltaTable table,
        Snapshot snapshot,
        VerificationOptions options,
        Findings findings,
        CancellationToken cancellationToken)
    {
        FileVerification files = new(table.Store, snapshot, findings);
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = table.Options.RequestsInFlightMax,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(snapshot.Files, parallel, files.VerifyAsync).ConfigureAwait(false);
        DataVerification data = new(table, snapshot, findings);
        foreach (AddFile file in options.ReadsData ? snapshot.Files : [])
        {
            await data.VerifyAsync(file, cancellationToken).ConfigureAwait(false);
        }

        if (options.CountsUnreferenced)
        {
            await CountAsync(table, snapshot, findings, cancellationToken).ConfigureAwait(false);
        }

        return new VerificationReport(snapshot.Version, [])
        {
            Files = snapshot.FileCount,
            DeletionVectors = files.DeletionVectors,
            Rows = data.Rows,
        };
    }

    private static async ValueTask CountAsync(
        DeltaTable table, Snapshot snapshot, Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            await new UnreferencedFiles(table, snapshot, findings).CountAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DeltaException exception)
        {
            findings.Note("unreferenced", "", $"Files that no version needs could not be counted: {exception.Message}");
        }
    }
}
