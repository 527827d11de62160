using TestKit.Orchestration;
using Wallstreet.Orchestration.Automation;

namespace Wallstreet.Orchestration.Stores.Tests.InMemory;

public sealed class InMemoryScheduleStoreTests : ScheduleStoreContract
{
    protected override ValueTask<IScheduleStore> OpenAsync() => ValueTask.FromResult<IScheduleStore>(new InMemoryScheduleStore());
}
