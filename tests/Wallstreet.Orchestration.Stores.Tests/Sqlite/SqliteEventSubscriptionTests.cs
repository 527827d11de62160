using TestKit.Orchestration;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Stores.Tests.Sqlite;

public sealed class SqliteEventSubscriptionTests : EventSubscriptionContract, IAsyncDisposable
{
    private readonly SqliteStoreFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    protected override ValueTask<IEventLog> OpenAsync() => ValueTask.FromResult(_fixture.Open().Events);
}
