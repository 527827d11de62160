using Microsoft.Extensions.Logging;
using Wallstreet.Delta.Log;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Snapshots;

/// <summary>Writes the checksum of a version that was just committed. Protocol section "Version Checksum File": after the
/// commit, never over another one, and never a reason for the commit to fail.</summary>
internal sealed class ChecksumWriter(IObjectStore store, DeltaOptions options)
{
    /// <summary>More applications or domains than this are left out, which the protocol allows.</summary>
    private const int ListedMax = 100;

    private long _writtenAt;

    public async ValueTask WriteAsync(Snapshot snapshot, string transactionId, CancellationToken cancellationToken)
    {
        if (!IsDue())
        {
            return;
        }

        try
        {
            await store.TryPutExpendableAsync(
                LogFile.ChecksumKey(snapshot.Version), Encode(snapshot, transactionId), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ObjectStoreException
            || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            options.LoggerFactory.CreateLogger<DeltaTable>()
                .ChecksumFailed(snapshot.Version, store.Location, exception);
        }
    }

    private bool IsDue()
    {
        if (options.ChecksumInterval == Timeout.InfiniteTimeSpan)
        {
            return false;
        }

        long before = Volatile.Read(ref _writtenAt);
        if (before != 0 && options.TimeProvider.GetElapsedTime(before) < options.ChecksumInterval)
        {
            return false;
        }

        Volatile.Write(ref _writtenAt, options.TimeProvider.GetTimestamp());
        return true;
    }

    private static byte[] Encode(Snapshot snapshot, string transactionId)
    {
        TableState state = snapshot.State;
        return new VersionChecksum(state.Protocol, state.Metadata)
        {
            TransactionId = transactionId,
            SizeBytes = state.Files.SizeBytes,
            FileCount = state.Files.Count,
            InCommitTimestampMilliseconds = state.Metadata.IsEnabled(CommitTimes.Property)
                ? snapshot.Timestamp.ToUnixTimeMilliseconds()
                : null,
            Applications = state.Applications.Count <= ListedMax ? [.. state.Applications.Values] : null,
            Domains = state.Domains.Count <= ListedMax ? [.. state.Domains.Values] : null,
        }.ToJson();
    }
}
