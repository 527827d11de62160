using Wallstreet.Orchestration.Runs;

namespace TestKit.Orchestration;

/// <summary>What every <see cref="IRunStore" /> must hold.</summary>
public abstract class RunStoreContract
{
    private static readonly DateTimeOffset _start = new(2020, 3, 16, 13, 30, 0, TimeSpan.Zero);
    private static readonly RunOwner _owner = new("a1", 4711, _start);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A new, empty store. Whoever derives removes it after the test.</summary>
    protected abstract ValueTask<IRunStore> OpenAsync();

    [Fact]
    public async Task A_run_comes_back_as_it_was_created()
    {
        IRunStore store = await OpenAsync();
        Run bare = Make("a");
        var full = new Run
        {
            Id = new RunId("b"),
            Status = RunStatus.Running,
            Selection = "+gold/*, tag:x='ü'",
            Partitions = "2020-03-16..2020-03-20",
            Trigger = RunTrigger.Schedule("nightly"),
            CreatedAt = _start,
            StartedAt = _start.AddTicks(12_345_678),
            EndedAt = _start.AddMinutes(2),
            Launcher = "process",
            Tags = new Dictionary<string, string> { ["team"] = "equities", ["Team"] = "\"rates\"" },
            Owner = _owner,
            HeartbeatAt = _start.AddSeconds(3),
            Steps = new StepCounts(9, 4, 1, 2, 1),
        };

        await store.CreateAsync(bare, Token);
        await store.CreateAsync(full, Token);

        AssertSame(bare, await store.FindAsync(bare.Id, Token));
        AssertSame(full, await store.FindAsync(full.Id, Token));
        Assert.Null(await store.FindAsync(new RunId("none"), Token));
    }

    [Fact]
    public async Task A_run_is_created_once()
    {
        IRunStore store = await OpenAsync();
        await store.CreateAsync(Make("a"), Token);

        var error = await Assert.ThrowsAsync<RunAlreadyExistsException>(async () => await store.CreateAsync(Make("a"), Token));
        Assert.Equal(new RunId("a"), error.RunId);
    }

    [Fact]
    public async Task The_state_changes_only_from_the_expected_one_and_sets_the_times()
    {
        IRunStore store = await OpenAsync();
        var id = new RunId("a");
        await store.CreateAsync(Make("a"), Token);

        Assert.True(await store.UpdateStatusAsync(id, RunStatus.Queued, RunStatus.Starting, _start, Token));
        Assert.False(await store.UpdateStatusAsync(id, RunStatus.Queued, RunStatus.Starting, _start, Token));
        Assert.Null((await store.FindAsync(id, Token))!.StartedAt);
        Assert.True(await store.UpdateStatusAsync(id, RunStatus.Starting, RunStatus.Running, _start.AddSeconds(1), Token));
        Assert.True(await store.UpdateStatusAsync(id, RunStatus.Running, RunStatus.Failed, _start.AddSeconds(2), Token));

        Run run = (await store.FindAsync(id, Token))!;
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal(_start.AddSeconds(1), run.StartedAt);
        Assert.Equal(_start.AddSeconds(2), run.EndedAt);
    }

    [Theory]
    [InlineData(RunStatus.Succeeded, RunStatus.Running)]
    [InlineData(RunStatus.Succeeded, RunStatus.Failed)]
    [InlineData(RunStatus.Interrupted, RunStatus.Canceled)]
    [InlineData(RunStatus.Running, RunStatus.Queued)]
    [InlineData(RunStatus.Running, RunStatus.Running)]
    public async Task A_run_does_not_go_back_and_does_not_leave_a_final_state(RunStatus from, RunStatus to)
    {
        IRunStore store = await OpenAsync();
        await store.CreateAsync(Make("a") with { Status = from }, Token);

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.UpdateStatusAsync(new RunId("a"), from, to, _start, Token));
        Assert.Equal(from, (await store.FindAsync(new RunId("a"), Token))!.Status);
    }

    [Fact]
    public async Task Of_many_that_end_a_run_at_once_one_wins()
    {
        IRunStore store = await OpenAsync();
        await store.CreateAsync(Make("a") with { Status = RunStatus.Running }, Token);

        bool[] won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await store.UpdateStatusAsync(
            new RunId("a"), RunStatus.Running, i % 2 == 0 ? RunStatus.Succeeded : RunStatus.Canceled, _start, Token), Token)));

        int winner = Assert.Single(Enumerable.Range(0, 16), i => won[i]);
        Assert.Equal(winner % 2 == 0 ? RunStatus.Succeeded : RunStatus.Canceled, (await store.FindAsync(new RunId("a"), Token))!.Status);
    }

    [Fact]
    public async Task A_run_that_does_not_exist_is_an_error_that_names_it()
    {
        IRunStore store = await OpenAsync();
        var none = new RunId("none");

        Func<Task>[] calls =
        [
            async () => await store.UpdateStatusAsync(none, RunStatus.Queued, RunStatus.Running, _start, Token),
            async () => await store.UpdateStepsAsync(none, default, Token),
            async () => await store.ClaimAsync(none, _owner, null, _start, Token),
        ];

        foreach (Func<Task> call in calls)
        {
            Assert.Contains("none", (await Assert.ThrowsAsync<RunNotFoundException>(call)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_run_has_one_owner_and_is_taken_over_only_from_the_one_that_was_seen()
    {
        IRunStore store = await OpenAsync();
        var id = new RunId("a");
        var other = new RunOwner("a1", 4711, _start.AddHours(1));
        await store.CreateAsync(Make("a"), Token);

        Assert.True(await store.ClaimAsync(id, _owner, null, _start, Token));
        Assert.False(await store.ClaimAsync(id, other, null, _start, Token));
        Assert.False(await store.ClaimAsync(id, other, other, _start, Token));
        Assert.True(await store.ClaimAsync(id, other, _owner, _start.AddSeconds(5), Token));
        Run run = (await store.FindAsync(id, Token))!;
        Assert.Equal(other, run.Owner);
        Assert.Equal(_start.AddSeconds(5), run.HeartbeatAt);

        await store.UpdateStatusAsync(id, RunStatus.Queued, RunStatus.Canceled, _start, Token);
        Assert.False(await store.ClaimAsync(id, _owner, other, _start, Token));
    }

    [Fact]
    public async Task A_heartbeat_reaches_the_runs_of_its_owner_that_have_not_ended()
    {
        IRunStore store = await OpenAsync();
        await store.CreateAsync(Make("a") with { Owner = _owner, Status = RunStatus.Running }, Token);
        await store.CreateAsync(Make("b") with { Owner = _owner, Status = RunStatus.Failed }, Token);
        await store.CreateAsync(Make("c") with { Owner = new RunOwner("a2", 4711, _start), Status = RunStatus.Running }, Token);

        Assert.Equal(1, await store.HeartbeatAsync(_owner, _start.AddSeconds(9), Token));

        Assert.Equal(_start.AddSeconds(9), (await store.FindAsync(new RunId("a"), Token))!.HeartbeatAt);
        Assert.Null((await store.FindAsync(new RunId("b"), Token))!.HeartbeatAt);
        Assert.Null((await store.FindAsync(new RunId("c"), Token))!.HeartbeatAt);
    }

    [Fact]
    public async Task Step_counts_are_kept()
    {
        IRunStore store = await OpenAsync();
        await store.CreateAsync(Make("a"), Token);

        await store.UpdateStepsAsync(new RunId("a"), new StepCounts(5, 1, 2, 1, 1), Token);

        Assert.Equal(new StepCounts(5, 1, 2, 1, 1), (await store.FindAsync(new RunId("a"), Token))!.Steps);
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_in_portions_that_neither_repeat_nor_leave_out()
    {
        IRunStore store = await OpenAsync();
        for (int i = 0; i < 25; i++)
        {
            await store.CreateAsync(Make($"r{i:00}"), Token);
        }

        List<string> seen = [];
        string? cursor = null;
        int portions = 0;
        do
        {
            RunPage page = await store.ListAsync(RunFilter.Everything, 10, cursor, Token);
            seen.AddRange(page.Runs.Select(run => run.Id.Value));
            cursor = page.NextCursor;
            if (portions++ == 0)
            {
                await store.CreateAsync(Make("r99"), Token);
            }
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"r{i:00}"), seen);
        Assert.Equal(3, portions);
    }

    [Fact]
    public async Task A_portion_that_ends_the_list_has_no_cursor()
    {
        IRunStore store = await OpenAsync();
        await store.CreateAsync(Make("a"), Token);
        await store.CreateAsync(Make("b"), Token);

        Assert.Null((await store.ListAsync(RunFilter.Everything, 2, null, Token)).NextCursor);
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.ListAsync(RunFilter.Everything, 2, "No Cursor!", Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.ListAsync(RunFilter.Everything, 0, null, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.ListAsync(RunFilter.Everything, 1001, null, Token));
    }

    [Fact]
    public async Task A_list_is_filtered_by_state_trigger_label_and_id()
    {
        IRunStore store = await OpenAsync();
        await store.CreateAsync(Make("a") with { Status = RunStatus.Failed, Trigger = RunTrigger.Demo }, Token);
        await store.CreateAsync(Make("b") with { Status = RunStatus.Running, Tags = new Dictionary<string, string> { ["x"] = "1" } }, Token);
        await store.CreateAsync(Make("c") with { Tags = new Dictionary<string, string> { ["x"] = "2", ["y"] = "1" } }, Token);

        async Task<string> ListAsync(RunFilter filter) =>
            string.Concat((await store.ListAsync(filter, 10, null, Token)).Runs.Select(run => run.Id.Value));

        Assert.Equal("cb", await ListAsync(RunFilter.Active));
        Assert.Equal("a", await ListAsync(new RunFilter { Statuses = [RunStatus.Failed, RunStatus.Canceled] }));
        Assert.Equal("a", await ListAsync(new RunFilter { Trigger = RunTrigger.Demo }));
        Assert.Equal("b", await ListAsync(new RunFilter { Tag = KeyValuePair.Create("x", "1") }));
        Assert.Equal("ca", await ListAsync(new RunFilter { Ids = [new RunId("a"), new RunId("c"), new RunId("d")] }));
        Assert.Equal("", await ListAsync(new RunFilter { Ids = [] }));
        Assert.Equal("", await ListAsync(RunFilter.Active with { Trigger = RunTrigger.Demo }));
    }

    private static Run Make(string id) => new() { Id = new RunId(id), Selection = "*", CreatedAt = _start };

    private static void AssertSame(Run expected, Run? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Tags.OrderBy(t => t.Key, StringComparer.Ordinal), actual.Tags.OrderBy(t => t.Key, StringComparer.Ordinal));
        Assert.Equal(expected, actual with { Tags = expected.Tags });
    }
}
