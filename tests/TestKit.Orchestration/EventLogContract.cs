using System.Text;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;
using static TestKit.Orchestration.SampleEvents;

namespace TestKit.Orchestration;

/// <summary>What every <see cref="IEventLog" /> must hold of the events it was given.</summary>
public abstract class EventLogContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A new, empty log. Whoever derives removes it after the test.</summary>
    protected abstract ValueTask<IEventLog> OpenAsync();

    [Fact]
    public async Task An_empty_log_has_the_last_sequence_zero_and_no_events()
    {
        IEventLog log = await OpenAsync();

        Assert.Equal(0, await log.GetLastSequenceAsync(Token));
        Assert.Empty(await log.ReadAllAsync());
        Assert.Null(await log.FindLatestMaterializationAsync(Bars, null, Token));
        Assert.Empty(await log.GetAssetStatesAsync(Token));
    }

    [Fact]
    public async Task Sequences_start_at_one_and_have_no_gaps_over_runs()
    {
        IEventLog log = await OpenAsync();

        Assert.Equal(1, await log.AppendAsync([Log("a"), Log("b")], Token));
        Assert.Equal(3, await log.AppendAsync([Log("c", new RunId("run-2"))], Token));
        Assert.Equal(3, await log.AppendAsync([], Token));

        Assert.Equal([1, 2, 3], (await log.ReadAllAsync()).Select(e => e.Sequence));
        Assert.Equal(3, await log.GetLastSequenceAsync(Token));
    }

    [Fact]
    public async Task An_event_of_every_type_comes_back_as_it_was_written()
    {
        IEventLog log = await OpenAsync();
        IReadOnlyList<RunEvent> written = OfEveryType();

        await log.AppendAsync(written, Token);

        List<RunEvent> read = await log.ReadAllAsync();
        Assert.Equal(written.Select(Text), read.Select(Text));
        Assert.Equal(written.Select(e => e.GetType()), read.Select(e => e.GetType()));
    }

    [Fact]
    public async Task An_event_of_a_newer_version_is_kept_as_it_is_and_concludes_nothing()
    {
        IEventLog log = await OpenAsync();
        byte[] json = """{"type":"asset_dreamt","runId":"run-1","timestamp":"2020-03-16T13:30:00+00:00","assetKey":"silver/bars","depth":3}"""u8.ToArray();

        await log.AppendAsync([RunEventJson.Deserialize(json), Log("after")], Token);

        List<RunEvent> read = await log.ReadAllAsync();
        UnknownRunEvent unknown = Assert.IsType<UnknownRunEvent>(read[0]);
        Assert.Equal("asset_dreamt", unknown.TypeName);
        Assert.Equal(RunOne, unknown.RunId);
        Assert.Equal(Bars, unknown.AssetKey);
        Assert.Equal(1, unknown.Sequence);
        Assert.Equal(Encoding.UTF8.GetString(json), unknown.Json);
        Assert.Empty(await log.GetAssetStatesAsync(Token));
    }

    [Fact]
    public async Task Reading_by_run_type_asset_and_limit_gives_only_those_in_order()
    {
        IEventLog log = await OpenAsync();
        var other = new RunId("run-2");
        await log.AppendAsync([Log("a"), Log("b", other), Materialized(Bars), Failed(new AssetKey("gold/x")), Log("c")], Token);

        Assert.Equal([1, 3, 4, 5], await log.ReadRunAsync(RunOne, 0, Token).SequencesAsync());
        Assert.Equal([4, 5], await log.ReadRunAsync(RunOne, 3, Token).SequencesAsync());
        Assert.Empty(await log.ReadRunAsync(new RunId("none"), 0, Token).SequencesAsync());
        Assert.Equal([3], await log.ReadAsync(0, new EventFilter { AssetKey = Bars }, Token).SequencesAsync());
        Assert.Equal([2, 5], await log.ReadAsync(1, new EventFilter { Types = [RunEventTypes.GetName<LogWritten>()] }, Token).SequencesAsync());
        Assert.Equal([1, 2], await log.ReadAsync(0, new EventFilter { Limit = 2 }, Token).SequencesAsync());
        Assert.Equal(
            [3, 4],
            await log.ReadAsync(0, new EventFilter { Types = ["asset_materialized", "step_failed"], RunId = RunOne }, Token).SequencesAsync());
    }

    [Fact]
    public async Task More_events_than_a_page_are_read_completely()
    {
        IEventLog log = await OpenAsync();
        await log.AppendAsync([.. Enumerable.Range(1, 3000).Select(i => Log($"line {i}"))], Token);

        Assert.Equal(Enumerable.Range(1, 3000).Select(i => (long)i), await log.ReadRunAsync(RunOne, 0, Token).SequencesAsync());
    }

    [Fact]
    public async Task Concurrent_appends_keep_each_batch_together_and_leave_no_gap()
    {
        IEventLog log = await OpenAsync();

        long[] firsts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
            await log.AppendAsync([Log($"{i}"), Log($"{i}"), Log($"{i}")], Token), Token)));

        List<RunEvent> read = await log.ReadAllAsync();
        Assert.Equal(Enumerable.Range(1, 600).Select(i => (long)i), read.Select(e => e.Sequence));
        for (int i = 0; i < firsts.Length; i++)
        {
            Assert.All(read.Skip((int)firsts[i] - 1).Take(3), e => Assert.Equal($"{i}", ((LogWritten)e).Message));
        }
    }

    [Fact]
    public async Task The_latest_materialization_is_found_per_asset_and_per_partition()
    {
        IEventLog log = await OpenAsync();
        await log.AppendAsync([Materialized(Bars, ["2020-03-16", "2020-03-17"], "1")], Token);
        await log.AppendAsync([Materialized(Bars, ["2020-03-17"], "2"), Materialized(new AssetKey("gold/x"), null, "9")], Token);

        Assert.Equal("2", (await log.FindLatestMaterializationAsync(Bars, null, Token))!.DataVersion);
        Assert.Equal("1", (await log.FindLatestMaterializationAsync(Bars, new PartitionKey("2020-03-16"), Token))!.DataVersion);
        AssetMaterialized newest = (await log.FindLatestMaterializationAsync(Bars, new PartitionKey("2020-03-17"), Token))!;
        Assert.Equal("2", newest.DataVersion);
        Assert.Equal(2, newest.Sequence);
        Assert.Null(await log.FindLatestMaterializationAsync(Bars, new PartitionKey("2020-03-18"), Token));

        IReadOnlyDictionary<PartitionKey, AssetMaterialized> all = await log.GetLatestPartitionMaterializationsAsync(Bars, Token);
        Assert.Equal(["1", "2"], all.OrderBy(p => p.Key).Select(p => p.Value.DataVersion));
        Assert.Empty(await log.GetLatestPartitionMaterializationsAsync(new AssetKey("gold/x"), Token));
    }

    [Fact]
    public async Task Materializations_are_listed_newest_first_and_by_partition()
    {
        IEventLog log = await OpenAsync();
        await log.AppendAsync(
            [Materialized(Bars, ["a"], "1"), Materialized(Bars, ["a", "b"], "2"), Materialized(Bars, ["b"], "3"), Failed(Bars, "a")], Token);

        Assert.Equal(["3", "2"], (await log.ReadMaterializationsAsync(Bars, null, null, 2, Token)).Select(m => m.DataVersion));
        Assert.Equal(["1"], (await log.ReadMaterializationsAsync(Bars, null, 2, 5, Token)).Select(m => m.DataVersion));
        Assert.Equal(["2", "1"], (await log.ReadMaterializationsAsync(Bars, new PartitionKey("a"), null, 5, Token)).Select(m => m.DataVersion));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await log.ReadMaterializationsAsync(Bars, null, null, 0, Token));
    }

    [Fact]
    public async Task Ten_thousand_partitions_in_one_event_are_each_found_and_counted()
    {
        IEventLog log = await OpenAsync();
        string[] keys = [.. Enumerable.Range(0, 10_000).Select(i => $"p{i:00000}")];
        await log.AppendAsync([Materialized(Bars, keys, "1")], Token);
        await log.AppendAsync([Failed(Bars, "p00007"), Materialized(Bars, ["p00008"], "2")], Token);

        Assert.Equal(new PartitionCounts(9999, 1), (await log.CountPartitionsAsync(Token))[Bars]);
        IReadOnlyDictionary<PartitionKey, PartitionState> states = await log.GetPartitionStatesAsync(Bars, Token);
        Assert.Equal(10_000, states.Count);
        Assert.Equal(
            new PartitionState(new PartitionKey("p00007"), PartitionStatus.Failed, 2, Start, RunOne) { HasData = true },
            states[new PartitionKey("p00007")]);
        Assert.Equal(3, states[new PartitionKey("p00008")].Sequence);
        Assert.Equal(1, states[new PartitionKey("p09999")].Sequence);
        IReadOnlyDictionary<PartitionKey, AssetMaterialized> all = await log.GetLatestPartitionMaterializationsAsync(Bars, Token);
        Assert.Equal(10_000, all.Count);
        Assert.Same(all[new PartitionKey("p00000")], all[new PartitionKey("p09999")]);
    }

    [Fact]
    public async Task A_failure_is_remembered_until_and_after_the_partition_is_materialized()
    {
        IEventLog log = await OpenAsync();
        await log.AppendAsync([Failed(Bars, "a", "b")], Token);
        Assert.Equal(new PartitionCounts(0, 2), (await log.CountPartitionsAsync(Token))[Bars]);
        Assert.False((await log.GetPartitionStatesAsync(Bars, Token))[new PartitionKey("a")].HasData);
        Assert.True((await log.GetAssetStatesAsync(Token))[Bars].IsFailed);

        await log.AppendAsync([Materialized(Bars, ["a"])], Token);

        Assert.Equal(new PartitionCounts(1, 1), (await log.CountPartitionsAsync(Token))[Bars]);
        Assert.Equal(1, (await log.FindLatestFailureAsync(Bars, new PartitionKey("a"), Token))!.Sequence);
        Assert.Equal("The vendor sent nothing.", (await log.FindLatestFailureAsync(Bars, null, Token))!.Error.Message);
        Assert.Null(await log.FindLatestFailureAsync(Bars, new PartitionKey("c"), Token));
        Assert.Null(await log.FindLatestFailureAsync(new AssetKey("gold/x"), null, Token));
        AssetState state = (await log.GetAssetStatesAsync(Token))[Bars];
        Assert.False(state.IsFailed);
        Assert.Equal(2, state.Materialization!.Sequence);
        Assert.Equal(1, state.Failure!.Sequence);
    }

    [Fact]
    public async Task Check_results_are_kept_as_latest_and_as_history()
    {
        IEventLog log = await OpenAsync();
        var gold = new AssetKey("gold/x");
        await log.AppendAsync([Check(Bars, "b", true), Check(Bars, "a", false), Check(gold, "a", true), Check(Bars, "a", true)], Token);

        IReadOnlyList<AssetCheckEvaluated> latest = await log.GetLatestChecksAsync(Bars, Token);
        Assert.Equal([("a", true, 4L), ("b", true, 1L)], latest.Select(c => (c.CheckName, c.Passed, c.Sequence)));
        Assert.Equal([(gold, "a"), (Bars, "a"), (Bars, "b")], (await log.GetLatestChecksAsync(null, Token)).Select(c => (c.AssetKey!.Value, c.CheckName)));
        Assert.Equal([4, 2], (await log.ReadCheckHistoryAsync(Bars, "a", 10, Token)).Select(c => c.Sequence));
        Assert.Equal([4], (await log.ReadCheckHistoryAsync(Bars, "a", 1, Token)).Select(c => c.Sequence));
        Assert.Empty(await log.ReadCheckHistoryAsync(Bars, "none", 1, Token));
    }

    [Fact]
    public async Task Numbers_of_an_asset_are_a_series_with_the_oldest_first()
    {
        IEventLog log = await OpenAsync();
        for (int i = 1; i <= 4; i++)
        {
            await log.AppendAsync(
                [
                    Materialized(Bars, [$"p{i}"], $"v{i}") with
                    {
                        Metadata = new Dictionary<string, MetadataValue> { ["rows"] = 10L * i, ["note"] = "text" },
                    },
                ],
                Token);
        }

        IReadOnlyList<MetadataPoint> rows = await log.ReadMetadataSeriesAsync(Bars, "rows", 3, Token);
        Assert.Equal([20.0, 30.0, 40.0], rows.Select(p => p.Value));
        Assert.Equal(new MetadataPoint(4, Start, RunOne, 40) { Partition = new PartitionKey("p4"), DataVersion = "v4" }, rows[^1]);
        Assert.Empty(await log.ReadMetadataSeriesAsync(Bars, "note", 3, Token));
    }

    [Fact]
    public async Task An_observation_is_part_of_the_state_but_no_materialization()
    {
        IEventLog log = await OpenAsync();
        await log.AppendAsync([new AssetObserved { RunId = RunOne, Timestamp = Start, AssetKey = Bars, DataVersion = "5" }], Token);

        AssetState state = (await log.GetAssetStatesAsync(Token))[Bars];
        Assert.Equal("5", state.Observation!.DataVersion);
        Assert.Null(state.Materialization);
        Assert.Null(await log.FindLatestMaterializationAsync(Bars, null, Token));
    }

    private static string Text(RunEvent runEvent) => Encoding.UTF8.GetString(RunEventJson.Serialize(runEvent));
}
