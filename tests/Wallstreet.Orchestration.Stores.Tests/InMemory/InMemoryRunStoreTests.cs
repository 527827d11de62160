using TestKit.Orchestration;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Stores.Tests.InMemory;

public sealed class InMemoryRunStoreTests : RunStoreContract
{
    protected override ValueTask<IRunStore> OpenAsync() => ValueTask.FromResult<IRunStore>(new InMemoryRunStore());
}
