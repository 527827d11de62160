using TestKit;
using Wallstreet.Orchestration.Stores.Sqlite;

namespace Wallstreet.Orchestration.Stores.Tests.Sqlite;

/// <summary>Stores in a folder that goes away with the test.</summary>
internal sealed class SqliteStoreFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteOrchestrationStore> _stores = [];

    internal string Path => _folder["state/wallstreet.db"];

    internal SqliteOrchestrationStore Open(TimeProvider? time = null)
    {
        var store = SqliteOrchestrationStore.Open(
            new SqliteStoreOptions { Path = Path, PollInterval = TimeSpan.FromMilliseconds(20) }, time ?? TimeProvider.System);
        _stores.Add(store);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SqliteOrchestrationStore store in _stores)
        {
            await store.DisposeAsync();
        }

        _folder.Dispose();
    }
}
