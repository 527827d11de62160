using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Runs;

namespace TestKit.Orchestration;

/// <summary>What every <see cref="IScheduleStore" /> must hold.</summary>
public abstract class ScheduleStoreContract
{
    private static readonly DateTimeOffset _start = new(2020, 3, 16, 13, 30, 0, TimeSpan.Zero);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A new, empty store. Whoever derives removes it after the test.</summary>
    protected abstract ValueTask<IScheduleStore> OpenAsync();

    [Fact]
    public async Task A_status_is_unknown_until_it_is_set_and_then_the_newest_holds()
    {
        IScheduleStore store = await OpenAsync();
        Assert.Null(await store.FindStateAsync("nightly", Token));
        Assert.Empty(await store.GetStatesAsync(Token));

        await store.SetStatusAsync("nightly", ScheduleStatus.Running, _start, Token);
        await store.SetStatusAsync("nightly", ScheduleStatus.Stopped, _start.AddHours(1), Token);
        await store.SetStatusAsync("hourly", ScheduleStatus.Running, _start, Token);

        Assert.Equal(new ScheduleState("nightly", ScheduleStatus.Stopped, _start.AddHours(1)), await store.FindStateAsync("nightly", Token));
        IReadOnlyDictionary<string, ScheduleState> all = await store.GetStatesAsync(Token);
        Assert.Equal(["hourly", "nightly"], all.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(ScheduleStatus.Running, all["hourly"].Status);
    }

    [Fact]
    public async Task A_tick_is_begun_once_for_a_schedule_and_a_time()
    {
        IScheduleStore store = await OpenAsync();

        Tick tick = (await store.TryBeginTickAsync("nightly", _start, _start.AddSeconds(1), Token))!;
        Assert.Null(await store.TryBeginTickAsync("nightly", _start, _start.AddSeconds(2), Token));
        Assert.Null(await store.TryBeginTickAsync("nightly", _start.ToOffset(TimeSpan.FromHours(5)), _start, Token));
        Assert.NotNull(await store.TryBeginTickAsync("nightly", _start.AddDays(1), _start, Token));
        Assert.NotNull(await store.TryBeginTickAsync("hourly", _start, _start, Token));

        Assert.Equal(new Tick(tick.Id, "nightly", _start, TickStatus.Started, _start.AddSeconds(1)), tick);
    }

    [Fact]
    public async Task Of_many_that_begin_the_same_tick_one_does()
    {
        IScheduleStore store = await OpenAsync();

        Tick?[] ticks = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ =>
            Task.Run(async () => await store.TryBeginTickAsync("nightly", _start, _start, Token), Token)));

        Assert.Single(ticks, tick => tick is not null);
    }

    [Fact]
    public async Task A_tick_ends_once_with_what_became_of_it()
    {
        IScheduleStore store = await OpenAsync();
        Tick tick = (await store.TryBeginTickAsync("nightly", _start, _start, Token))!;

        Assert.True(await store.EndTickAsync(tick.Id, TickOutcome.Launched(new RunId("run-1")), _start.AddSeconds(3), Token));
        Assert.False(await store.EndTickAsync(tick.Id, TickOutcome.Failed("late"), _start.AddSeconds(4), Token));

        Tick ended = Assert.Single((await store.ListTicksAsync("nightly", 10, null, Token)).Ticks);
        Assert.Equal(
            new Tick(tick.Id, "nightly", _start, TickStatus.Launched, _start) { RunId = new RunId("run-1"), EndedAt = _start.AddSeconds(3) },
            ended);
    }

    [Fact]
    public async Task A_tick_that_does_not_exist_or_an_outcome_that_is_none_is_an_error()
    {
        IScheduleStore store = await OpenAsync();

        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await store.EndTickAsync(77, TickOutcome.Skipped("x"), _start, Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.EndTickAsync(77, new TickOutcome(TickStatus.Started), _start, Token));
    }

    [Fact]
    public async Task The_latest_tick_is_the_one_with_the_latest_due_time()
    {
        IScheduleStore store = await OpenAsync();
        await store.TryBeginTickAsync("nightly", _start.AddDays(1), _start, Token);
        await store.TryBeginTickAsync("nightly", _start, _start, Token);

        Assert.Equal(_start.AddDays(1), (await store.FindLatestTickAsync("nightly", Token))!.ScheduledFor);
        Assert.Null(await store.FindLatestTickAsync("hourly", Token));
    }

    [Fact]
    public async Task Ticks_are_listed_newest_first_in_portions()
    {
        IScheduleStore store = await OpenAsync();
        for (int i = 0; i < 5; i++)
        {
            await store.TryBeginTickAsync("nightly", _start.AddDays(i), _start, Token);
            await store.TryBeginTickAsync("hourly", _start.AddDays(i), _start, Token);
        }

        TickPage first = await store.ListTicksAsync("nightly", 3, null, Token);
        TickPage second = await store.ListTicksAsync("nightly", 3, first.NextCursor, Token);

        Assert.Equal([4, 3, 2], first.Ticks.Select(tick => (tick.ScheduledFor - _start).Days));
        Assert.Equal([1, 0], second.Ticks.Select(tick => (tick.ScheduledFor - _start).Days));
        Assert.Null(second.NextCursor);
        Assert.Equal(10, (await store.ListTicksAsync(null, 100, null, Token)).Ticks.Count);
    }

    [Fact]
    public async Task Pruning_keeps_the_newest_tick_and_those_that_have_not_ended()
    {
        IScheduleStore store = await OpenAsync();
        for (int i = 0; i < 4; i++)
        {
            Tick tick = (await store.TryBeginTickAsync("nightly", _start.AddDays(i), _start, Token))!;
            if (i != 1)
            {
                await store.EndTickAsync(tick.Id, TickOutcome.Skipped("closed"), _start, Token);
            }
        }

        Assert.Equal(2, await store.PruneTicksAsync(_start.AddDays(100), Token));

        Assert.Equal([3, 1], (await store.ListTicksAsync(null, 10, null, Token)).Ticks.Select(tick => (tick.ScheduledFor - _start).Days));
        Assert.Null(await store.TryBeginTickAsync("nightly", _start.AddDays(3), _start, Token));
    }
}
