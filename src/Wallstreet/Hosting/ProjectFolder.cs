using Wallstreet.Cli.Hosting;

namespace Wallstreet.Hosting;

/// <summary>
/// The folder of a program's project: settings, models and dashboards. It is <c>--project</c>, else the environment's
/// <c>WALLSTREET_PROJECT_DIR</c>, else the current folder if it holds an <c>appsettings.json</c>, else the program's own.
/// </summary>
public sealed class ProjectFolder
{
    private ProjectFolder(string path, string home)
    {
        Path = path;
        Home = home;
    }

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>Where what the program makes goes by default, such as the lake; absolute.</summary>
    public string Home { get; }

    /// <summary>A path of the project, absolute.</summary>
    public string this[string relative] => System.IO.Path.GetFullPath(relative, Path);

    internal static ProjectFolder Find(GlobalOptions options)
    {
        string? named = options.Project ?? Environment.GetEnvironmentVariable("WALLSTREET_PROJECT_DIR");
        if (!string.IsNullOrWhiteSpace(named))
        {
            string path = System.IO.Path.GetFullPath(named);
            return Directory.Exists(path)
                ? new ProjectFolder(path, path)
                : throw new DirectoryNotFoundException($"There is no project folder {path}: correct --project or WALLSTREET_PROJECT_DIR.");
        }

        string current = Environment.CurrentDirectory;
        return File.Exists(System.IO.Path.Combine(current, "appsettings.json"))
            ? new ProjectFolder(current, current)
            : new ProjectFolder(AppContext.BaseDirectory, current);
    }
}
