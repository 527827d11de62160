using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Features;
using Wallstreet.Storage;

namespace Wallstreet.Query.Writing.Staging;

/// <summary>The files that one write has given to its table's store, which may be taken back until they are committed.
/// </summary>
internal sealed class PublishedFiles(IObjectStore store, TimeProvider timeProvider)
{
    /// <summary>Where files of change data lie in a table. Protocol section "Add CDC File".</summary>
    public const string ChangeFolder = "_change_data";

    private const int UploadsMax = 8;

    private readonly List<string> _keys = [];
    private bool _isCommitting;

    /// <summary>Gives the files of one copy to the store. They are no part of the table until a commit names them.</summary>
    /// <param name="folder">Where they were staged; folders in it become folders of the table.</param>
    /// <param name="files">The files.</param>
    /// <param name="target">What they hold.</param>
    /// <param name="cancellationToken">Gives up; what was given so far can be withdrawn.</param>
    public async ValueTask<IReadOnlyList<AddFile>> AddAsync(
        string folder, IReadOnlyList<StagedFile> files, TargetSchema target, CancellationToken cancellationToken)
    {
        var adds = new AddFile[files.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = UploadsMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, files.Count), options, async (index, token) =>
        {
            StagedFile file = files[index];
            string key = KeyOf(folder, file, target);
            lock (_keys)
            {
                _keys.Add(key);
            }

            await store.PutFileAsync(key, file.Path, token).ConfigureAwait(false);
            adds[index] = new AddFile
            {
                Path = DataPath.FromKey(key),
                PartitionValues = StagedPartition.ValuesOf(file, target),
                SizeBytes = file.SizeBytes,
                ModificationTimeMilliseconds = timeProvider.GetUtcNow().ToUnixTimeMilliseconds(),
                Statistics = DuckStatistics.Write(file, target),
            };
        }).ConfigureAwait(false);
        return adds;
    }

    /// <summary>From here on the files may be part of a commit.</summary>
    public void BeginCommit() => _isCommitting = true;

    /// <summary>The commit certainly did not land: the files are nobody's again.</summary>
    public void EndCommit() => _isCommitting = false;

    /// <summary>Takes back what was given to the store, unless a commit may have landed that names it.</summary>
    /// <param name="failure">Why there is no commit.</param>
    public async ValueTask WithdrawAsync(Exception failure)
    {
        if (_isCommitting && !CommitFailure.IsCertain(failure))
        {
            return;
        }

        _isCommitting = false;
        await DeleteAsync(store, _keys).ConfigureAwait(false);
        _keys.Clear();
    }

    /// <summary>Deletes files that no commit names.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="keys">Their keys.</param>
    public static async ValueTask DeleteAsync(IObjectStore store, IEnumerable<string> keys)
    {
        foreach (string key in keys)
        {
            try
            {
                await store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ObjectStoreException)
            {
                // No log names the file, so it harms nobody; VACUUM removes it. The write's own failure is what is told.
                return;
            }
        }
    }

    /// <summary>Where a file goes: as it was staged, or into a folder of chance where the table asks for that. Change data
    /// keeps its own folder.</summary>
    private static string KeyOf(string folder, StagedFile file, TargetSchema target)
    {
        string staged = Path.GetRelativePath(folder, file.Path).Replace(Path.DirectorySeparatorChar, '/');
        return !staged.StartsWith(ChangeFolder + "/", StringComparison.Ordinal) && FilePrefix.Next(target.Metadata) is { } prefix
            ? prefix + Path.GetFileName(file.Path)
            : staged;
    }
}
