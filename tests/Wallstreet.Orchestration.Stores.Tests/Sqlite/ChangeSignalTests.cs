using Microsoft.Extensions.Time.Testing;
using TestKit.Orchestration;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Stores.Sqlite;

namespace Wallstreet.Orchestration.Stores.Tests.Sqlite;

public sealed class ChangeSignalTests
{
    [Fact]
    public async Task Events_of_another_connection_are_seen_at_the_next_look_and_not_before()
    {
        await using var fixture = new SqliteStoreFixture();
        var time = new FakeTimeProvider();
        SqliteOrchestrationStore follower = fixture.Open(time);
        SqliteOrchestrationStore other = fixture.Open();
        CancellationToken token = TestContext.Current.CancellationToken;
        await using IAsyncEnumerator<RunEvent> events = follower.Events.SubscribeAsync(0, token).GetAsyncEnumerator(token);
        ValueTask<bool> next = events.MoveNextAsync();

        await other.Events.AppendAsync([SampleEvents.Log("from outside")], token);
        await Task.Delay(100, token);
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.True(await next.AsTask().WaitAsync(TimeSpan.FromSeconds(30), token));
        Assert.Equal("from outside", ((LogWritten)events.Current).Message);
    }

    [Fact]
    public async Task A_subscription_of_a_store_that_is_closed_ends_with_an_error()
    {
        await using var fixture = new SqliteStoreFixture();
        SqliteOrchestrationStore store = fixture.Open();
        CancellationToken token = TestContext.Current.CancellationToken;
        await using IAsyncEnumerator<RunEvent> events = store.Events.SubscribeAsync(0, token).GetAsyncEnumerator(token);
        ValueTask<bool> next = events.MoveNextAsync();

        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await next.AsTask().WaitAsync(TimeSpan.FromSeconds(30), token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.Events.AppendAsync([SampleEvents.Log("late")], token));
    }

    [Fact]
    public async Task Appends_that_wait_when_the_store_is_closed_are_written()
    {
        await using var fixture = new SqliteStoreFixture();
        SqliteOrchestrationStore store = fixture.Open();
        CancellationToken token = TestContext.Current.CancellationToken;
        Task<long>[] appends = [.. Enumerable.Range(0, 100).Select(i => store.Events.AppendAsync([SampleEvents.Log($"{i}")], token).AsTask())];

        await store.DisposeAsync();

        await Task.WhenAll(appends);
        Assert.Equal(100, await fixture.Open().Events.GetLastSequenceAsync(token));
    }
}
