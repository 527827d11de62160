using TestKit.Orchestration;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Stores.Tests.Sqlite;

public sealed class SqliteEventLogTests : EventLogContract, IAsyncDisposable
{
    private readonly SqliteStoreFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    protected override ValueTask<IEventLog> OpenAsync() => ValueTask.FromResult(_fixture.Open().Events);
}
