using System.Globalization;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Caching;
using Wallstreet.Storage;

namespace Wallstreet.Query.Writing;

/// <summary>
/// A folder in which files are written before they become part of a table: on the table's own file system, so that a
/// rename moves them, or in the temporary folder for a remote table. Gone when disposed, with all that was not taken.
/// </summary>
internal sealed class StagingArea : IDisposable
{
    /// <summary>Names that begin with an underscore are no data, for every reader of Delta tables.</summary>
    private const string LocalFolder = "_wallstreet_staging";

    /// <summary>Where files of change data lie in a table. Protocol section "Add CDC File".</summary>
    public const string ChangeFolder = "_change_data";

    private const int UploadsMax = 8;

    private readonly IObjectStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly List<string> _published = [];
    private bool _isCommitting;
    private int _folders;

    public StagingArea(IObjectStore store, string tempDirectory, TimeProvider timeProvider)
    {
        _store = store;
        _timeProvider = timeProvider;
        string parent = FileLocator.FindDirectory(store) is { } table
            ? Path.Combine(table, LocalFolder)
            : Path.Combine(tempDirectory, "staging");
        Root = Path.Combine(parent, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    /// <summary>A fresh folder for one copy.</summary>
    public string NewFolder() => Path.Combine(Root, (_folders++).ToString(CultureInfo.InvariantCulture));

    /// <summary>Gives the files of one copy to the table's store. They are no part of the table until a commit names them.</summary>
    public async ValueTask<IReadOnlyList<AddFile>> PublishAsync(
        string folder, IReadOnlyList<StagedFile> files, TargetSchema target, CancellationToken cancellationToken)
    {
        var adds = new AddFile[files.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = UploadsMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, files.Count), options, async (index, token) =>
        {
            StagedFile file = files[index];
            string key = KeyOf(folder, file, target);
            lock (_published)
            {
                _published.Add(key);
            }

            await _store.PutFileAsync(key, file.Path, token).ConfigureAwait(false);
            adds[index] = new AddFile
            {
                Path = LogPath(key),
                PartitionValues = PartitionValuesOf(file, target),
                SizeBytes = file.SizeBytes,
                ModificationTimeMilliseconds = _timeProvider.GetUtcNow().ToUnixTimeMilliseconds(),
                Statistics = DuckStatistics.Write(file, target),
            };
        }).ConfigureAwait(false);
        return adds;
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

    /// <summary>From here on the files may be part of a commit.</summary>
    public void BeginCommit() => _isCommitting = true;

    /// <summary>Takes back what was given to the store, unless a commit may have landed that names it.</summary>
    public async ValueTask WithdrawAsync(Exception failure)
    {
        if (_isCommitting && !CommitFailure.IsCertain(failure))
        {
            return;
        }

        _isCommitting = false;
        foreach (string key in _published)
        {
            try
            {
                await _store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ObjectStoreException)
            {
                // No log names the file, so it harms nobody; VACUUM removes it. The write's own failure is what is told.
                return;
            }
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }

        string parent = Path.GetDirectoryName(Root)!;
        if (Path.GetFileName(parent) == LocalFolder)
        {
            DeleteIfEmpty(parent);
        }
    }

    private static void DeleteIfEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Another write is staged there, or has just removed it.
        }
    }

    /// <summary>A key as the log has it: percent-encoded, slashes and equal signs kept.</summary>
    private static string LogPath(string key) =>
        string.Join('/', key.Split('/').Select(Uri.EscapeDataString)).Replace("%3D", "=", StringComparison.Ordinal);

    private static Dictionary<string, string?> PartitionValuesOf(StagedFile file, TargetSchema target)
    {
        return target.Partitions.ToDictionary(field => field.GetPhysicalName(target.Mapping),
            field => PartitionText(field, file.PartitionValues.GetValueOrDefault(field.Name)));
    }

    private static string? PartitionText(StructField field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        string plain = field.Type == PrimitiveType.Timestamp && value.EndsWith("+00", StringComparison.Ordinal)
            ? value[..^3]
            : value;
        return field.Type == PrimitiveType.String ? value : Literal.Of(plain).TryCast(field.Type)?.ToString()
            ?? throw new QueryFailedException(
                $"The value {value} cannot be a partition of the column {field.Name} ({field.Type.DisplayName}).");
    }
}
