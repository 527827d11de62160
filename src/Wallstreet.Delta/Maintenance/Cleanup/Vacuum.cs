using System.Globalization;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Maintenance.Cleanup;

/// <summary>Deletes files that no kept version needs. It is recorded in the history before and after; whatever crash comes
/// in between, only files that nobody needed are gone.</summary>
internal sealed class Vacuum(DeltaTable table, VacuumRequest request, IProgress<VacuumProgress>? progress)
{
    private const int RecordAttemptsMax = 5;
    private const int ReportEvery = 256;
    private TimeSpan _retention;
    private TimeSpan _retentionOfTable;
    private DateTimeOffset _cutoff;

    public async ValueTask<VacuumResult> RunAsync(CancellationToken cancellationToken)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);

        // Protocol section "Vacuum Protocol Check": who cannot write the table cannot know which files it needs.
        ProtocolGate.RequireWritable(snapshot.Protocol, snapshot.Metadata);
        ChooseRetention(snapshot.Metadata);
        (List<Garbage> found, long kept) = await new GarbageSearch(table, snapshot, _cutoff, Report)
            .FindAsync(request.Lite, await FindNeededAsync(snapshot, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        if (request.DryRun)
        {
            return ToResult(found, kept, null);
        }

        await RecordAsync("VACUUM START", StartParameters(), StartMetrics(found), cancellationToken).ConfigureAwait(false);

        // Between the look at the log and now, a RESTORE may have taken files back into the table.
        snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        NeededFiles needed = await FindNeededAsync(snapshot, cancellationToken).ConfigureAwait(false);
        found.RemoveAll(file => needed.Contains(file.Key));
        await DeleteAsync(found, cancellationToken).ConfigureAwait(false);
        await NoteAsync(snapshot, cancellationToken).ConfigureAwait(false);
        long version = await RecordAsync(
            "VACUUM END", new() { ["status"] = "COMPLETED" }, EndMetrics(found), cancellationToken).ConfigureAwait(false);
        return ToResult(found, kept, version);
    }

    private void ChooseRetention(Metadata metadata)
    {
        _retentionOfTable = metadata.DeletedFileRetention;
        _retention = request.Retention ?? _retentionOfTable;
        ArgumentOutOfRangeException.ThrowIfLessThan(_retention, TimeSpan.Zero, nameof(VacuumRequest.Retention));
        if (_retention < _retentionOfTable && !request.AllowShortRetention)
        {
            throw new UnsafeRetentionException(string.Create(
                CultureInfo.InvariantCulture,
                $"The retention of {_retention.TotalHours:0.##} hours is shorter than the table's of {_retentionOfTable.TotalHours:0.##} ")
                + "hours (delta.deletedFileRetentionDuration): versions that others may be reading would lose files, and so "
                + "would a writer that has been at work for longer and has not committed yet. If nobody else uses the table, "
                + "allow it explicitly (AllowShortRetention, --force-short-retention).");
        }

        _cutoff = TableInterval.Before(table.Options.TimeProvider.GetUtcNow(), _retention);
    }

    /// <summary>The files of the newest version, and of all versions that were the newest since the cutoff.</summary>
    private async ValueTask<NeededFiles> FindNeededAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        NeededFiles needed = new(table.Location);
        foreach (AddFile file in snapshot.State.Files)
        {
            needed.Add(file.Path, file.DeletionVector);
        }

        long cutoff = _cutoff.ToUnixTimeMilliseconds();
        foreach (RemoveFile file in snapshot.State.Tombstones?.Reconcile(snapshot.State.Files) ?? [])
        {
            if ((file.DeletionTimestampMilliseconds ?? 0) >= cutoff)
            {
                needed.Add(file.Path, file.DeletionVector);
            }
        }

        if (_retention > _retentionOfTable)
        {
            await AddForgottenAsync(needed, cancellationToken).ConfigureAwait(false);
        }

        return needed;
    }

    /// <summary>Checkpoints forget removed files after the table's own retention; the commits still know them.</summary>
    private async ValueTask AddForgottenAsync(NeededFiles needed, CancellationToken cancellationToken)
    {
        List<LogFile> files = await table.Log.ListAsync(0, cancellationToken).ConfigureAwait(false);
        LogFile[] commits = [.. files.Where(file => file.Kind == LogFileKind.Commit && file.LastModified >= _cutoff)];
        await foreach (CommitActions commit in table.Log.ReadAsync(commits, false, cancellationToken).ConfigureAwait(false))
        {
            commit.Removes.ForEach(file => needed.Add(file.Path, file.DeletionVector));
        }
    }

    private async Task DeleteAsync(List<Garbage> files, CancellationToken cancellationToken)
    {
        long done = 0;
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = table.Options.RequestsInFlightMax,
            CancellationToken = cancellationToken,
        };
        Report(VacuumPhase.Deleting, 0, files.Count);
        await Parallel.ForEachAsync(files, parallel, async (file, token) =>
        {
            await table.Store.DeleteAsync(file.Key, token).ConfigureAwait(false);
            Report(VacuumPhase.Deleting, Interlocked.Increment(ref done), files.Count);
        }).ConfigureAwait(false);
    }

    /// <summary>Says up to which version nothing is left for a lite vacuum.</summary>
    private async ValueTask NoteAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (await GarbageSearch.FindLastBeforeAsync(table, snapshot, _cutoff, cancellationToken).ConfigureAwait(false) is { } version)
        {
            await VacuumNote.WriteAsync(table.Store, version, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Records the vacuum in the history. It changes nothing, so it may follow whatever others commit.</summary>
    private async ValueTask<long> RecordAsync(string operation, Dictionary<string, string> parameters,
        Dictionary<string, string> metrics, CancellationToken cancellationToken)
    {
        CommitOptions commit = (request.Commit ?? new CommitOptions(operation)) with
        {
            Operation = operation,
            OperationParameters = parameters,
            OperationMetrics = metrics,
        };
        for (int attempt = 1; ; attempt++)
        {
            Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                TableChange nothing = new(snapshot) { DataChange = false };
                return (await table.CommitAsync(nothing, commit, cancellationToken).ConfigureAwait(false)).Version;
            }
            catch (ConcurrentModificationException) when (attempt < RecordAttemptsMax)
            {
                // Another writer changed schema or protocol; the record holds all the same.
            }
        }
    }

    private Dictionary<string, string> StartParameters()
    {
        Dictionary<string, string> parameters = new()
        {
            ["retentionCheckEnabled"] = request.AllowShortRetention ? "false" : "true",
            ["defaultRetentionMillis"] = Text((long)_retentionOfTable.TotalMilliseconds),
            ["type"] = request.Lite ? "LITE" : "FULL",
        };
        if (request.Retention is { } retention)
        {
            parameters["specifiedRetentionMillis"] = Text((long)retention.TotalMilliseconds);
        }

        return parameters;
    }

    private static Dictionary<string, string> StartMetrics(List<Garbage> found) => new()
    {
        ["numFilesToDelete"] = Text(found.Count),
        ["sizeOfDataToDelete"] = Text(found.Sum(static file => file.SizeBytes)),
    };

    private static Dictionary<string, string> EndMetrics(List<Garbage> found) => new()
    {
        ["numDeletedFiles"] = Text(found.Count),
        ["numVacuumedDirectories"] = Text(found.Select(static file => file.Key[..(file.Key.LastIndexOf('/') + 1)]).Distinct().Count()),
    };

    private VacuumResult ToResult(List<Garbage> found, long kept, long? version) => new(
        [.. found.Select(static file => file.Key)], found.Sum(static file => file.SizeBytes), _cutoff, kept, version);

    private void Report(VacuumPhase phase, long done, long total)
    {
        if (progress is not null && (done % ReportEvery == 0 || done == total))
        {
            progress.Report(new VacuumProgress(phase, done, total));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
