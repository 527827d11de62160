using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Tests.Execution;

namespace Wallstreet.Orchestration.Tests.Automation;

public sealed class ScheduleTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2020, 3, 6, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryScheduleStore _store = new();
    private readonly AssetGraph _graph = new AssetGraphBuilder().AddAsset("a", a => a.Compute(_ => default)).Build();

    [Fact]
    public void A_time_that_the_clock_jumps_over_is_due_after_the_jump_and_one_that_occurs_twice_is_due_once()
    {
        ScheduleDefinition schedule = new("nightly", "30 2 * * *", "*", "America/New_York");
        ScheduleDefinition autumn = new("nightly", "30 1 * * *", "*", "America/New_York");

        Assert.Equal(At("2020-03-08T07:00:00Z"), schedule.FindNext(At("2020-03-08T05:00:00Z")));
        Assert.Equal(At("2020-11-01T05:30:00Z"), autumn.FindNext(At("2020-11-01T04:00:00Z")));
        Assert.Equal(At("2020-11-02T06:30:00Z"), autumn.FindNext(At("2020-11-01T05:30:00Z")));
    }

    [Theory]
    [InlineData("nightly", "61 * * * *", "*", null, "cron expression")]
    [InlineData("nightly", "0 0 * * *", "gold/* and", null, "position")]
    [InlineData("nightly", "0 0 * * *", "*", "Mars/Olympus", "no time zone")]
    [InlineData("a b", "0 0 * * *", "*", null, "name")]
    public void A_schedule_that_cannot_be_is_refused(string name, string cron, string selection, string? zone, string fault) =>
        Assert.Contains(
            fault,
            Assert.Throws<InvalidScheduleException>(() => new ScheduleDefinition(name, cron, selection, zone)).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_running_schedule_ticks_each_time_once_and_a_stopped_one_never()
    {
        await RunAsync(TimeSpan.FromHours(3), Hourly("runs", ScheduleStatus.Running), Hourly("stopped", ScheduleStatus.Stopped));

        IReadOnlyList<Tick> ticks = await ListAsync();
        Assert.Equal(["13:00", "14:00", "15:00"], ticks.Select(tick => $"{tick.ScheduledFor:HH:mm}"));
        Assert.All(ticks, tick => Assert.Equal(("runs", TickStatus.Launched), (tick.Schedule, tick.Status)));
        Assert.Equal(3, ticks.Select(tick => tick.RunId).Distinct().Count());
    }

    [Fact]
    public async Task After_an_absence_only_the_newest_missed_tick_is_made_up_for()
    {
        ScheduleDefinition schedule = Hourly("runs", ScheduleStatus.Running);
        await RunAsync(TimeSpan.FromHours(1), schedule);
        _time.Advance(TimeSpan.FromHours(50.5));

        await RunAsync(TimeSpan.FromMinutes(40), schedule);

        Assert.Equal(["06 13:00", "08 15:00", "08 16:00"], (await ListAsync()).Select(tick => $"{tick.ScheduledFor:dd HH:mm}"));
    }

    [Fact]
    public async Task A_tick_that_goes_wrong_is_recorded_and_the_next_one_comes()
    {
        ScheduleDefinition broken = new("broken", "0 * * * *", "nowhere") { DefaultStatus = ScheduleStatus.Running };

        await RunAsync(TimeSpan.FromHours(2), broken);

        IReadOnlyList<Tick> ticks = await ListAsync();
        Assert.Equal(2, ticks.Count);
        Assert.All(ticks, tick => Assert.Equal(TickStatus.Failed, tick.Status));
        Assert.Contains("There is no asset \"nowhere\"", ticks[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_daemons_over_one_store_ask_for_a_run_once()
    {
        ScheduleDefinition schedule = Hourly("runs", ScheduleStatus.Running);
        await using Parts first = Make(schedule);
        await using Parts second = Make(schedule);

        TickOutcome?[] outcomes = await Task.WhenAll(
            first.Ticker.TickAsync(schedule, At("2020-03-06T12:00:00Z"), TestContext.Current.CancellationToken).AsTask(),
            second.Ticker.TickAsync(schedule, At("2020-03-06T12:00:00Z"), TestContext.Current.CancellationToken).AsTask());

        Assert.Single(outcomes, outcome => outcome is not null);
    }

    [Fact]
    public async Task A_schedule_that_is_started_ticks_from_then_on()
    {
        await using Parts parts = Make(Hourly("runs", ScheduleStatus.Stopped));
        using CancellationTokenSource stop = new();
        Task daemon = parts.Daemon.RunAsync(stop.Token);
        await AdvanceAsync(parts, TimeSpan.FromHours(2));
        await parts.Daemon.SetStatusAsync("runs", ScheduleStatus.Running, TestContext.Current.CancellationToken);
        await AdvanceAsync(parts, TimeSpan.FromHours(1));
        await stop.CancelAsync();
        await daemon;

        Assert.Equal(["15:00"], (await ListAsync()).Select(tick => $"{tick.ScheduledFor:HH:mm}"));
        Assert.Throws<UnknownScheduleException>(() => parts.Daemon.Get("none"));
    }

    private static ScheduleDefinition Hourly(string name, ScheduleStatus status) => new(name, "0 * * * *", "*") { DefaultStatus = status };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private async Task RunAsync(TimeSpan span, params ScheduleDefinition[] schedules)
    {
        await using Parts parts = Make(schedules);
        using CancellationTokenSource stop = new();
        Task daemon = parts.Daemon.RunAsync(stop.Token);
        await AdvanceAsync(parts, span);
        await stop.CancelAsync();
        await daemon;
    }

    /// <summary>Lets time pass in steps; after each the daemon does all that is due.</summary>
    private async Task AdvanceAsync(Parts parts, TimeSpan span)
    {
        await parts.Clock.WaitUntilAsleepAsync(TestContext.Current.CancellationToken);
        for (TimeSpan passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromMinutes(5))
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            await parts.Clock.WaitUntilAsleepAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<IReadOnlyList<Tick>> ListAsync() =>
        [.. (await _store.ListTicksAsync(null, 100, null, TestContext.Current.CancellationToken)).Ticks.Reverse()];

    private Parts Make(params ScheduleDefinition[] schedules)
    {
        RunFixture fixture = new(time: _time);
        StoredRunPlanner planner = new(_graph, fixture.Runs, fixture.Log, _time);
        InProcessRunLauncher launcher = new(planner, fixture.Parts, new RunLauncherOptions(), NullLogger<InProcessRunLauncher>.Instance);
        RunCoordinator coordinator = new(planner, fixture.Runs, fixture.Log, launcher, _time);
        ScheduleTicker ticker = new(_graph, _store, coordinator, fixture.Runs, _time, NullLogger<ScheduleTicker>.Instance);
        WatchedClock clock = new(_time);
        ScheduleDaemon daemon = new(schedules, _store, ticker, clock, NullLogger<ScheduleDaemon>.Instance);
        return new Parts(daemon, clock, ticker, launcher);
    }

    private sealed record Parts(ScheduleDaemon Daemon, WatchedClock Clock, ScheduleTicker Ticker, InProcessRunLauncher Launcher)
        : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Launcher.DisposeAsync();
    }
}
