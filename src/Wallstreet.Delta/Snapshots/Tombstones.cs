using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Snapshots;

/// <summary>The removed files of a version, newest commit first; kept for checkpoints and vacuum only.</summary>
internal sealed class Tombstones(Tombstones? older, IReadOnlyList<RemoveFile> removes)
{
    /// <summary>The tombstones that count: the newest of each file, of files that were not added again.</summary>
    public IEnumerable<RemoveFile> Reconcile(FileSet files)
    {
        HashSet<FileKey> seen = [];
        for (Tombstones? link = this; link is not null; link = link.Older)
        {
            foreach (RemoveFile remove in link.Removes)
            {
                if (seen.Add(remove.Key) && files.Find(remove.Key) is null)
                {
                    yield return remove;
                }
            }
        }
    }

    private Tombstones? Older { get; } = older;

    private IReadOnlyList<RemoveFile> Removes { get; } = removes;
}
