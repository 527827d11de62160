namespace Wallstreet;

/// <summary>The folders in which the dashboards of a program lie as YAML.</summary>
public sealed class DashboardSources
{
    private readonly List<string> _folders = [];

    internal IReadOnlyList<string> Folders => _folders;

    /// <summary>Adds a folder.</summary>
    /// <param name="folder">The folder, relative to the project.</param>
    public DashboardSources AddFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _folders.Add(folder);
        return this;
    }
}
