using TestKit;
using Wallstreet.Storage.Memory;

namespace Wallstreet.Storage.Tests;

/// <summary>The fault injector itself: a test that relies on a fault must be able to rely on its effect.</summary>
public sealed class FaultyObjectStoreTests
{
    private readonly MemoryObjectStore _inner = new("inner");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Fault.FailBefore, false)]
    [InlineData(Fault.FailAfter, true)]
    public async Task A_failed_put_has_taken_effect_as_planned(Fault fault, bool isThere)
    {
        FaultyObjectStore store = new(_inner, FaultPlan.At(StoreCall.Put, 1, fault));

        await Assert.ThrowsAsync<ObjectStoreUnavailableException>(
            async () => await store.PutAsync("k", new byte[] { 1 }, Cancellation));

        Assert.Equal(isThere, await _inner.FindHeadAsync("k", Cancellation) is not null);
        await store.PutAsync("k", new byte[] { 2 }, Cancellation);
    }

    [Fact]
    public async Task A_denied_put_if_absent_has_taken_effect()
    {
        FaultyObjectStore store = new(_inner, FaultPlan.At(StoreCall.TryPutIfAbsent, 1, Fault.DenyAfter, ".json"));

        Assert.True(await store.TryPutIfAbsentAsync("x", new byte[] { 1 }, Cancellation));
        Assert.False(await store.TryPutIfAbsentAsync("0.json", new byte[] { 1 }, Cancellation));

        Assert.Equal([1], await _inner.GetAsync("0.json", Cancellation));
    }

    [Theory]
    [InlineData(Fault.CrashBefore, false)]
    [InlineData(Fault.CrashAfter, true)]
    public async Task After_a_crash_nothing_works_any_more(Fault fault, bool isThere)
    {
        FaultyObjectStore store = new(_inner, FaultPlan.AtCall(2, fault));
        await store.PutAsync("a", new byte[] { 1 }, Cancellation);

        await Assert.ThrowsAsync<SimulatedCrashException>(async () => await store.PutAsync("b", new byte[] { 1 }, Cancellation));
        await Assert.ThrowsAsync<SimulatedCrashException>(async () => await store.GetAsync("a", Cancellation));

        Assert.True(store.HasCrashed);
        Assert.Equal(isThere, await _inner.FindHeadAsync("b", Cancellation) is not null);
    }
}
