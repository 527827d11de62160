using TestKit;
using Wallstreet.Delta;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Faults;

/// <summary>A lake that fails as planned, and the same lake as it really is.</summary>
internal sealed class FaultyLake : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _root;
    private readonly SortedDictionary<string, byte[]> _remembered = new(StringComparer.Ordinal);

    public FaultyLake() => _root = TestStore.NewLocation(_folder["lake"]);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Carries work out on the lake; what goes wrong is in the plan.</summary>
    /// <returns>Whether the planned crash happened; any other failure is thrown.</returns>
    public async Task<bool> TryAsync(FaultPlan plan, Func<CrashScene, Task> work)
    {
        FaultyObjectStore store = new(TestStore.Stores.Open(_root), plan);
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
        IObjectStore store = TestStore.Stores.Open(_root);
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

    /// <summary>Keeps the lake as it is now, for <see cref="RewindAsync"/>.</summary>
    public async Task RememberAsync()
    {
        IObjectStore store = TestStore.Stores.Open(_root);
        await foreach (ObjectHead head in store.ListAsync("", null, Token))
        {
            _remembered[head.Key] = await store.GetAsync(head.Key, Token);
        }
    }

    /// <summary>Makes the lake what it was: objects that came are gone, those that went are back. None ever changes, but
    /// hints and what a crash left half-way.</summary>
    public async Task RewindAsync()
    {
        IObjectStore store = TestStore.Stores.Open(_root);
        List<ObjectHead> heads = await store.ListAsync("", null, Token).ToListAsync(Token);
        foreach (ObjectHead head in heads.Where(head => !_remembered.ContainsKey(head.Key)))
        {
            await store.DeleteAsync(head.Key, Token);
        }

        HashSet<string> there = [.. heads.Select(head => head.Key)];
        foreach ((string key, byte[] content) in _remembered.Where(pair => !there.Contains(pair.Key) || IsHint(pair.Key)))
        {
            await store.PutAsync(key, content, Token);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private QueryEngine NewEngine(IObjectStore store) => new(
        new FolderCatalog(store),
        TestStore.Stores,
        new QueryOptions { TempDirectory = _folder["temp"], CacheDirectory = _folder["cache"], Threads = 1 },
        TimeProvider.System);

    private static bool IsCrash(Exception error) =>
        error is SimulatedCrashException
        || error.InnerException is { } inner && IsCrash(inner)
        || error is AggregateException several && several.InnerExceptions.Any(IsCrash);

    private static bool IsHint(string key) => key.EndsWith("_last_checkpoint", StringComparison.Ordinal);
}
