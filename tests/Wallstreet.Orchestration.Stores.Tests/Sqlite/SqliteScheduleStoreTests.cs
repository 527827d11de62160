using TestKit.Orchestration;
using Wallstreet.Orchestration.Automation;

namespace Wallstreet.Orchestration.Stores.Tests.Sqlite;

public sealed class SqliteScheduleStoreTests : ScheduleStoreContract, IAsyncDisposable
{
    private readonly SqliteStoreFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    protected override ValueTask<IScheduleStore> OpenAsync() => ValueTask.FromResult(_fixture.Open().Schedules);
}
