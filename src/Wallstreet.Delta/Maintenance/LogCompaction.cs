using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Actions.Json;
using Wallstreet.Delta.Log;

namespace Wallstreet.Delta.Maintenance;

/// <summary>Writes what a range of commits comes to as one file, so that readers read one in the place of many. Protocol
/// section "Log Compaction Files".</summary>
internal sealed class LogCompaction(DeltaTable table)
{
    /// <summary>More would make a file that is read whole although a checkpoint does better.</summary>
    private const long CommitsMax = 10_000;

    public async ValueTask RunAsync(long from, long to, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to - from, CommitsMax, nameof(to));
        List<LogFile> files = await table.Log.ListAsync(from, cancellationToken).ConfigureAwait(false);
        LogFile[] commits = [.. files.Where(file => file.Kind == LogFileKind.Commit && file.Version <= to)];
        if (commits.Length != to - from + 1)
        {
            throw new DeltaLogException(
                $"The log of the table at {table.Location} does not have all commits from version {from} to {to}: they were "
                + "cleaned up or are not made yet. Compact a range of commits that are there.");
        }

        Reconciled all = new();
        await foreach (CommitActions commit in table.Log.ReadAsync(commits, false, cancellationToken).ConfigureAwait(false))
        {
            all.Apply(commit);
        }

        await table.Store.PutAsync(LogFile.CompactionKey(from, to), all.Write(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The last word of the commits on each file, application and domain.</summary>
    private sealed class Reconciled
    {
        private readonly Dictionary<FileKey, object> _files = [];
        private readonly Dictionary<string, ApplicationTransaction> _applications = new(StringComparer.Ordinal);
        private readonly Dictionary<string, DomainMetadata> _domains = new(StringComparer.Ordinal);
        private Protocol? _protocol;
        private Metadata? _metadata;

        public void Apply(CommitActions commit)
        {
            _protocol = commit.Protocol ?? _protocol;
            _metadata = commit.Metadata ?? _metadata;
            commit.Removes.ForEach(remove => _files[remove.Key] = remove);
            commit.Adds.ForEach(add => _files[add.Key] = add);
            commit.Applications.ForEach(application => _applications[application.ApplicationId] = application);
            commit.Domains.ForEach(domain => _domains[domain.Domain] = domain);
        }

        public byte[] Write()
        {
            using ActionWriter writer = new();
            if (_protocol is not null)
            {
                writer.Write(_protocol);
            }

            if (_metadata is not null)
            {
                writer.Write(_metadata);
            }

            foreach (ApplicationTransaction application in _applications.Values)
            {
                writer.Write(application);
            }

            foreach (DomainMetadata domain in _domains.Values)
            {
                writer.Write(domain);
            }

            foreach (object file in _files.Values)
            {
                if (file is AddFile add)
                {
                    writer.Write(add);
                }
                else
                {
                    writer.Write((RemoveFile)file);
                }
            }

            return writer.Content.ToArray();
        }
    }
}
