using TestKit;
using Wallstreet.Delta;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Faults;

/// <summary>A lake in a folder that fails as planned, and the same lake as it really is.</summary>
internal sealed class FaultyLake : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ObjectStoreFactory _stores = new(new ObjectStoreOptions());

    public FaultyLake() => Directory.CreateDirectory(Root);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Root => _folder["lake"];

    /// <summary>Carries work out on the lake; what goes wrong is in the plan.</summary>
    /// <returns>Whether the planned crash happened; any other failure is thrown.</returns>
    public async Task<bool> TryAsync(FaultPlan plan, Func<CrashScene, Task> work)
    {
        FaultyObjectStore store = new(_stores.Open(Root), plan);
        await using QueryEngine engine = NewEngine(store);
        try
        {
            await work(new CrashScene(engine, new FolderCatalog(store), store));
            return store.HasCrashed;
        }
        catch (Exception error) when (store.HasCrashed && IsCrash(error))
        {
            return true;
        }
    }

    /// <summary>The rows of the table, as text, and its version; no rows and -1 if there is no table.</summary>
    public async Task<(string Rows, long Version)> LookAsync()
    {
        IObjectStore store = _stores.Open(Root);
        await using QueryEngine engine = NewEngine(store);
        if (await new FolderCatalog(store).FindTableAsync("t", Token) is not { } table)
        {
            return ("", -1);
        }

        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        await using QueryResult result = await engine.QueryAsync("SELECT t::VARCHAR FROM t ORDER BY ALL", null, Token);
        IReadOnlyList<object?[]> rows = await result.ReadAllAsync(Token);
        return (string.Join('\n', rows.Select(row => row[0])), snapshot.Version);
    }

    /// <summary>Keeps the lake as it is now, for <see cref="Rewind"/>.</summary>
    public void Remember() => Copy(Root, _folder["remembered"]);

    /// <summary>Makes the lake what it was.</summary>
    public void Rewind()
    {
        Directory.Delete(Root, recursive: true);
        Copy(_folder["remembered"], Root);
    }

    public ValueTask DisposeAsync()
    {
        _stores.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private QueryEngine NewEngine(IObjectStore store) => new(
        new FolderCatalog(store),
        _stores,
        new QueryOptions { TempDirectory = _folder["temp"], CacheDirectory = _folder["cache"], Threads = 1 },
        TimeProvider.System);

    private static bool IsCrash(Exception error) =>
        error is SimulatedCrashException
        || error.InnerException is { } inner && IsCrash(inner)
        || error is AggregateException several && several.InnerExceptions.Any(IsCrash);

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Join(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
            File.SetLastWriteTimeUtc(target, File.GetLastWriteTimeUtc(file));
        }
    }
}
