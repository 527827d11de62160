using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Snapshots;

namespace Wallstreet.Delta.Transactions;

/// <summary>Writes the content of a commit. Only its version and time depend on who committed before.</summary>
internal sealed class CommitBuilder
{
    private readonly TableChange _change;
    private readonly CommitOptions _commit;
    private readonly IsolationLevel _isolation;
    private readonly TimeProvider _time;
    private readonly byte[] _fixed;

    public CommitBuilder(TableChange change, CommitOptions commit, IsolationLevel isolation, TimeProvider time)
    {
        _change = change;
        _commit = commit;
        _isolation = isolation;
        _time = time;
        _fixed = WriteFixed();
    }

    /// <summary>Tells this commit from every other, so that it is recognised if its answer gets lost.</summary>
    public string TransactionId { get; } = Guid.NewGuid().ToString();

    /// <param name="latest">The version to follow.</param>
    /// <param name="replacements">The files that get other deletion vectors.</param>
    public byte[] Build(Snapshot latest, IReadOnlyList<FileReplacement> replacements)
    {
        DateTimeOffset now = _time.GetUtcNow();
        Metadata metadata = _change.NewMetadata ?? latest.Metadata;
        bool inCommit = metadata.IsEnabled(CommitTimes.Property);
        DateTimeOffset time = inCommit ? CommitTimes.Monotonous(now, latest.Timestamp) : now;
        using ActionWriter writer = new();
        writer.Write(CreateInfo(_change, _commit, TransactionId) with
        {
            TimestampMilliseconds = now.ToUnixTimeMilliseconds(),
            InCommitTimestampMilliseconds = inCommit ? time.ToUnixTimeMilliseconds() : null,
            IsolationLevel = _isolation == IsolationLevel.Serializable ? "Serializable" : "WriteSerializable",
        });
        writer.WriteLines(_fixed);
        foreach (FileReplacement replacement in replacements)
        {
            writer.Write(replacement.Old.ToRemove(now, _change.DataChange));
            if (replacement.New is { } file)
            {
                writer.Write(file with { DataChange = _change.DataChange });
            }
        }

        return writer.Content.ToArray();
    }

    private static CommitInfo CreateInfo(TableChange change, CommitOptions commit, string transactionId) => new()
    {
        Operation = commit.Operation,
        OperationParameters = commit.OperationParameters,
        OperationMetrics = commit.OperationMetrics,
        ReadVersion = change.ReadSnapshot.Version,
        IsBlindAppend = change.IsBlindAppend,
        EngineInfo = commit.EngineInfo,
        UserMetadata = commit.UserMetadata,
        TransactionId = transactionId,
    };

    /// <summary>What stays the same whoever else commits.</summary>
    private byte[] WriteFixed()
    {
        DateTimeOffset now = _time.GetUtcNow();
        using ActionWriter writer = new();
        if (_change.NewProtocol is not null)
        {
            writer.Write(_change.NewProtocol);
        }

        if (_change.NewMetadata is not null)
        {
            writer.Write(_change.NewMetadata);
        }

        if (_change.Application is { } application)
        {
            writer.Write(application with
            {
                LastUpdatedMilliseconds = application.LastUpdatedMilliseconds ?? now.ToUnixTimeMilliseconds(),
            });
        }

        foreach (DomainMetadata domain in _change.Domains)
        {
            writer.Write(domain);
        }

        foreach (AddFile file in _change.Removes)
        {
            writer.Write(file.ToRemove(now, _change.DataChange));
        }

        foreach (AddFile file in _change.Adds)
        {
            writer.Write(file.DataChange == _change.DataChange ? file : file with { DataChange = _change.DataChange });
        }

        foreach (AddCdcFile file in _change.ChangeFiles)
        {
            writer.Write(file);
        }

        return writer.Content.ToArray();
    }
}
