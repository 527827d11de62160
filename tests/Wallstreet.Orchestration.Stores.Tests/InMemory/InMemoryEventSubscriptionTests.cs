using TestKit.Orchestration;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Stores.Tests.InMemory;

public sealed class InMemoryEventSubscriptionTests : EventSubscriptionContract
{
    protected override ValueTask<IEventLog> OpenAsync() => ValueTask.FromResult<IEventLog>(new InMemoryEventLog());
}
