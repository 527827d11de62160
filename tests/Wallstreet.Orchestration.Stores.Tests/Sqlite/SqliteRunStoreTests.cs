using TestKit.Orchestration;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Stores.Tests.Sqlite;

public sealed class SqliteRunStoreTests : RunStoreContract, IAsyncDisposable
{
    private readonly SqliteStoreFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    protected override ValueTask<IRunStore> OpenAsync() => ValueTask.FromResult(_fixture.Open().Runs);
}
