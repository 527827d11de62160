using TestKit.Orchestration;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Stores.Tests.InMemory;

public sealed class InMemoryEventLogTests : EventLogContract
{
    protected override ValueTask<IEventLog> OpenAsync() => ValueTask.FromResult<IEventLog>(new InMemoryEventLog());
}
