using System.Globalization;
using Wallstreet.Query.Caching;
using Wallstreet.Storage;

namespace Wallstreet.Query.Writing.Staging;

/// <summary>
/// A folder in which files are written before they become part of a table: on the table's own file system, so that a
/// rename moves them, or in the temporary folder for a remote table. Gone when disposed, with all that was not taken.
/// </summary>
internal sealed class StagingArea : IDisposable
{
    /// <summary>Names that begin with an underscore are no data, for every reader of Delta tables.</summary>
    private const string LocalFolder = "_wallstreet_staging";

    private int _folders;

    public StagingArea(IObjectStore store, string tempDirectory, TimeProvider timeProvider)
    {
        Published = new PublishedFiles(store, timeProvider);
        string parent = FileLocator.FindDirectory(store) is { } table
            ? Path.Combine(table, LocalFolder)
            : Path.Combine(tempDirectory, "staging");
        Root = Path.Combine(parent, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    /// <summary>What went from here to the table's store.</summary>
    public PublishedFiles Published { get; }

    /// <summary>A fresh folder for one copy.</summary>
    public string NewFolder() => Path.Combine(Root, (_folders++).ToString(CultureInfo.InvariantCulture));

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
}
