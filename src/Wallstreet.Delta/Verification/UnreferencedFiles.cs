using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Maintenance.Cleanup;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Verification;

/// <summary>Counts files below the table that no version needs which is kept: those of failed writes and of versions whose
/// log was cleaned up.</summary>
internal sealed class UnreferencedFiles(DeltaTable table, Snapshot snapshot, Findings findings)
{
    public async ValueTask CountAsync(CancellationToken cancellationToken)
    {
        NeededFiles needed = new(table.Location);
        foreach (AddFile file in snapshot.Files)
        {
            needed.Add(file.Path, file.DeletionVector);
        }

        // What commits added that are kept can still be read by time travel.
        List<LogFile> log = await table.Log.ListAsync(0, cancellationToken).ConfigureAwait(false);
        await foreach (CommitActions commit in table.Log.ReadAsync(
            [.. log.Where(static file => file.Kind == LogFileKind.Commit)], true, cancellationToken).ConfigureAwait(false))
        {
            Add(commit, needed);
        }

        HiddenFolders hidden = new(snapshot.PartitionFields);
        (long count, long bytes, string? example) = (0, 0, null);
        await foreach (ObjectHead head in table.Store.ListAsync("", null, cancellationToken).ConfigureAwait(false))
        {
            if (!head.Key.Contains(LogFile.Folder, StringComparison.Ordinal) && !hidden.Hides(head.Key) && !needed.Contains(head.Key))
            {
                count++;
                bytes += head.SizeBytes;
                example ??= head.Key;
            }
        }

        if (count > 0)
        {
            findings.Note(
                "unreferenced", example!,
                $"Files that belong to no version that is kept: {count}, with {bytes} bytes; this is the first. Failed writes "
                + "leave such; a vacuum deletes those that are old enough.");
        }
    }

    private static void Add(CommitActions commit, NeededFiles needed)
    {
        foreach (AddFile file in commit.Adds)
        {
            needed.Add(file.Path, file.DeletionVector);
        }

        foreach (RemoveFile file in commit.Removes)
        {
            needed.Add(file.Path, file.DeletionVector);
        }

        foreach (AddCdcFile file in commit.ChangeFiles)
        {
            needed.Add(file.Path, null);
        }
    }
}
