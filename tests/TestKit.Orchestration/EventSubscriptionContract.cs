using Wallstreet.Orchestration.Events;
using static TestKit.Orchestration.SampleEvents;

namespace TestKit.Orchestration;

/// <summary>What every <see cref="IEventLog" /> must hold for those who follow it, and when old lines are pruned.</summary>
public abstract class EventSubscriptionContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A new, empty log. Whoever derives removes it after the test.</summary>
    protected abstract ValueTask<IEventLog> OpenAsync();

    [Fact]
    public async Task A_subscription_gives_every_event_once_in_order_while_others_append()
    {
        IEventLog log = await OpenAsync();
        await log.AppendAsync([.. Enumerable.Range(0, 700).Select(i => Log($"early {i}"))], Token);
        const int Total = 700 + (20 * 50);
        Task<List<long>>[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => log.TakeAsync(0, Total), Token))];

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            async () =>
            {
                for (int j = 0; j < 25; j++)
                {
                    await log.AppendAsync([Log($"{i}.{j}"), Log($"{i}.{j}")], Token);
                }
            },
            Token)));

        foreach (Task<List<long>> reader in readers)
        {
            Assert.Equal(Enumerable.Range(1, Total).Select(i => (long)i), await reader.WaitAsync(TimeSpan.FromSeconds(30), Token));
        }
    }

    [Fact]
    public async Task A_subscription_begins_after_its_sequence_and_waits_for_what_comes()
    {
        IEventLog log = await OpenAsync();
        await log.AppendAsync([Log("a"), Log("b")], Token);

        Task<List<long>> reader = log.TakeAsync(2, 1);
        Assert.False(reader.IsCompleted);
        await log.AppendAsync([Log("c")], Token);

        Assert.Equal([3], await reader.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task A_subscription_ends_when_it_is_cancelled()
    {
        IEventLog log = await OpenAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task reader = Task.Run(async () => await log.SubscribeAsync(0, stop.Token).SequencesAsync(), Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task Pruning_removes_old_lines_only_and_readers_pass_over_the_holes()
    {
        IEventLog log = await OpenAsync();
        await log.AppendAsync(
            [Log("old"), Materialized(Bars, ["a"]), Log("old"), Log("new", at: Start.AddDays(2)), Failed(Bars, "b")], Token);

        Assert.Equal(2, await log.PruneLogAsync(Start.AddDays(1), Token));

        Assert.Equal([2, 4, 5], await log.ReadRunAsync(RunOne, 0, Token).SequencesAsync());
        Assert.Equal([2, 4, 5], await log.TakeAsync(0, 3));
        Assert.Equal(6, await log.AppendAsync([Log("next", at: Start.AddDays(2))], Token));
        Assert.Equal(0, await log.PruneLogAsync(Start.AddDays(1), Token));
    }

    [Fact]
    public async Task A_log_that_was_pruned_at_its_end_never_gives_a_sequence_twice()
    {
        IEventLog log = await OpenAsync();
        await log.AppendAsync([Materialized(Bars), Log("old")], Token);
        await log.PruneLogAsync(Start.AddDays(1), Token);

        Assert.Equal(3, await log.AppendAsync([Log("next")], Token));
        Assert.Equal([1, 3], await log.ReadRunAsync(RunOne, 0, Token).SequencesAsync());
    }
}
