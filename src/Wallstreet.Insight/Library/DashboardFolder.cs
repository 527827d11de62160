using System.Collections.Concurrent;
using Wallstreet.Insight.Parsing;

namespace Wallstreet.Insight.Library;

/// <summary>
/// The dashboards of folders: every <c>*.yaml</c> or <c>*.yml</c> directly inside. Nothing is read before it is asked
/// for; a file that changed since is read again. Later folders win over earlier ones, name by name.
/// </summary>
/// <param name="folders">The folders; those that do not exist hold nothing.</param>
public sealed class DashboardFolder(IReadOnlyList<string> folders)
{
    /// <summary>Files read at most from a folder.</summary>
    public const int FilesMax = 500;

    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, DashboardReading Reading)> _readings = new(StringComparer.Ordinal);

    /// <summary>Reads all dashboards, in the order of their names; those with problems too.</summary>
    public IReadOnlyList<DashboardReading> ReadAll() => [.. FindFiles().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Read(pair.Value))];

    /// <summary>Reads one dashboard; null when there is no such file.</summary>
    public DashboardReading? Find(string name) => FindFiles().TryGetValue(name, out FileInfo? file) ? Read(file) : null;

    private Dictionary<string, FileInfo> FindFiles()
    {
        Dictionary<string, FileInfo> files = new(StringComparer.Ordinal);
        foreach (DirectoryInfo folder in folders.Select(path => new DirectoryInfo(path)).Where(folder => folder.Exists))
        {
            IEnumerable<FileInfo> found = folder.EnumerateFiles()
                .Where(file => file.Extension is ".yaml" or ".yml")
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Take(FilesMax);
            foreach (FileInfo file in found)
            {
                files[Path.GetFileNameWithoutExtension(file.Name)] = file;
            }
        }

        return files;
    }

    private DashboardReading Read(FileInfo file)
    {
        if (_readings.TryGetValue(file.FullName, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length)
        {
            return known.Reading;
        }

        DashboardReading reading = DashboardParser.Read(File.ReadAllText(file.FullName), ShortName(file));
        _readings[file.FullName] = (file.LastWriteTimeUtc, file.Length, reading);
        return reading;
    }

    // Messages name the file from its folder on: insight/market-overview.yaml, whatever machine this is.
    private static string ShortName(FileInfo file) => file.Directory!.Name + "/" + file.Name;
}
