using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Actions.Json;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Snapshots;

namespace Wallstreet.Delta.Transactions;

/// <summary>Writes the content of a commit. Only its version, its time, and what depends on the files of others follows
/// who committed before.</summary>
internal sealed class CommitBuilder
{
    private readonly TableChange _change;
    private readonly CommitOptions _commit;
    private readonly IsolationLevel _isolation;
    private readonly TimeProvider _time;
    private readonly Metadata? _newMetadata;
    private byte[]? _fixed;

    public CommitBuilder(TableChange change, CommitOptions commit, IsolationLevel isolation, TimeProvider time)
    {
        _change = change;
        _commit = commit;
        _isolation = isolation;
        _time = time;
        _newMetadata = change.NewMetadata is null ? null : RowTracking.WithColumns(change.NewMetadata);
    }

    /// <summary>Tells this commit from every other, so that it is recognised if its answer gets lost.</summary>
    public string TransactionId { get; } = Guid.NewGuid().ToString();

    /// <param name="latest">The version to follow.</param>
    /// <param name="replacements">The files that get other deletion vectors.</param>
    public byte[] Build(Snapshot latest, IReadOnlyList<FileReplacement> replacements)
    {
        DateTimeOffset now = _time.GetUtcNow();
        Metadata metadata = _newMetadata ?? latest.Metadata;
        bool inCommit = metadata.IsEnabled(CommitTimes.Property);
        DateTimeOffset time = inCommit ? CommitTimes.NextInCommit(now, latest.Timestamp) : now;
        bool tracked = RowTracking.IsAssigned(_change.NewProtocol ?? latest.Protocol, metadata);
        using ActionWriter writer = new();
        writer.Write(CreateInfo(tracked) with
        {
            TimestampMilliseconds = now.ToUnixTimeMilliseconds(),
            InCommitTimestampMilliseconds = inCommit ? time.ToUnixTimeMilliseconds() : null,
        });
        if (_newMetadata is not null)
        {
            Metadata written = _change.ProtectsCheckpoints
                ? CheckpointProtection.Before(_newMetadata, latest.Version + 1)
                : _newMetadata;
            writer.Write(inCommit && !latest.Metadata.IsEnabled(CommitTimes.Property)
                ? CommitTimes.Enable(written, latest.Version + 1, time)
                : written);
        }

        if (tracked)
        {
            WriteFixed(writer, now);
            WriteTracked(writer, new RowIdAssignment(metadata, latest.State), latest, replacements, now);
            return writer.Content.ToArray();
        }

        writer.WriteLines(_fixed ??= WriteFixed(now));
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

    private CommitInfo CreateInfo(bool tracked) => new()
    {
        Operation = _commit.Operation,
        OperationParameters = _commit.OperationParameters,
        OperationMetrics = _commit.OperationMetrics,
        ReadVersion = _change.ReadSnapshot.Version,
        IsolationLevel = _isolation == IsolationLevel.Serializable ? "Serializable" : "WriteSerializable",
        IsBlindAppend = _change.IsBlindAppend,
        EngineInfo = _commit.EngineInfo,
        UserMetadata = _commit.UserMetadata,
        TransactionId = TransactionId,
        Tags = tracked
            ? new Dictionary<string, string>
            {
                [RowTracking.PreservedTag] = _change.RowIdsKept || !_change.MovesRows ? "true" : "false",
            }
            : [],
    };

    /// <summary>What stays the same whoever else commits.</summary>
    private byte[] WriteFixed(DateTimeOffset now)
    {
        using ActionWriter writer = new();
        WriteFixed(writer, now);
        foreach (AddFile file in _change.Removes)
        {
            writer.Write(file.ToRemove(now, _change.DataChange));
        }

        foreach (AddFile file in _change.Adds)
        {
            writer.Write(WithChange(file));
        }

        return writer.Content.ToArray();
    }

    private void WriteFixed(ActionWriter writer, DateTimeOffset now)
    {
        if (_change.NewProtocol is not null)
        {
            writer.Write(_change.NewProtocol);
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

        foreach (AddCdcFile file in _change.ChangeFiles)
        {
            writer.Write(file);
        }
    }

    /// <summary>Files of a table with row tracking: which ids are free depends on who committed before.</summary>
    private void WriteTracked(
        ActionWriter writer,
        RowIdAssignment ids,
        Snapshot latest,
        IReadOnlyList<FileReplacement> replacements,
        DateTimeOffset now)
    {
        HashSet<FileKey> gone = [];
        foreach (AddFile file in _change.Removes.Concat(replacements.Select(static item => item.Old)))
        {
            gone.Add(file.Key);
            writer.Write(ids.Current(file).ToRemove(now, _change.DataChange));
        }

        foreach (FileReplacement replacement in replacements)
        {
            if (replacement.New is { } file)
            {
                AddFile old = ids.Current(replacement.Old);
                writer.Write(WithChange(ids.Assign(file with
                {
                    BaseRowId = old.BaseRowId,
                    DefaultRowCommitVersion = old.DefaultRowCommitVersion,
                })));
            }
        }

        foreach (AddFile file in _change.Adds)
        {
            gone.Add(file.Key);
            writer.Write(WithChange(ids.Assign(file)));
        }

        if (_newMetadata is { HasRowTracking: true } && !latest.Metadata.HasRowTracking)
        {
            foreach (AddFile file in latest.Files.Where(file => file.BaseRowId is null && !gone.Contains(file.Key)))
            {
                writer.Write(ids.Assign(file) with { DataChange = false });
            }
        }

        if (ids.Domain is { } domain)
        {
            writer.Write(domain);
        }
    }

    private AddFile WithChange(AddFile file) =>
        file.DataChange == _change.DataChange ? file : file with { DataChange = _change.DataChange };
}
