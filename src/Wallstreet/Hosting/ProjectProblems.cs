using Wallstreet.Lakehouse.SqlModels;
using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Hosting;

/// <summary>
/// What is wrong with a project's files. Where it is registered, what is sound is used and the rest is told; elsewhere
/// the first problem is an error. Filled once, while the graph is made.
/// </summary>
internal sealed class ProjectProblems
{
    private readonly List<string> _found = [];
    private readonly HashSet<AssetKey> _unread = [];

    /// <summary>The problems, each with file and line where they are known.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>The assets whose files could not be read.</summary>
    public IReadOnlySet<AssetKey> UnreadAssets => _unread;

    public void Add(string problem) => _found.Add(problem);

    /// <summary>Adds a SQL model that is wrong.</summary>
    public void Add(string relativePath, SqlModelException error)
    {
        _found.Add(error.Message);
        if (AssetKey.TryParse(Path.ChangeExtension(relativePath, null).Replace(Path.DirectorySeparatorChar, '/'), out AssetKey key))
        {
            _unread.Add(key);
        }
    }
}
