using Wallstreet.Storage;

namespace Wallstreet.Hosting;

/// <summary>Where runs, events and schedules are kept. Bound from the section <c>Metadata</c>.</summary>
public sealed class MetadataOptions
{
    /// <summary>
    /// The SQLite file. By default <c>.wallstreet/metadata.db</c> in the lake where it is a folder, else in the project.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>The file that is used.</summary>
    internal static string Locate(MetadataOptions options, ProjectFolder project, IObjectStore lake)
    {
        if (!string.IsNullOrWhiteSpace(options.Path))
        {
            return System.IO.Path.GetFullPath(options.Path, project.Home);
        }

        const string relative = ".wallstreet/metadata.db";
        return lake.FindLocalPath(relative) ?? System.IO.Path.Combine(project.Home, relative);
    }
}
