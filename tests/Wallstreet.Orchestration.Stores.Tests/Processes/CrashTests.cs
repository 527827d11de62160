using System.Globalization;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Stores.Sqlite;
using Wallstreet.Orchestration.Stores.Tests.Sqlite;

namespace Wallstreet.Orchestration.Stores.Tests.Processes;

public sealed class CrashTests
{
    private static DateTimeOffset SampleTime => TestKit.Orchestration.SampleEvents.Start;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_kill_at_any_moment_every_acknowledged_event_is_there_and_no_batch_is_torn()
    {
        await using var fixture = new SqliteStoreFixture();
        var random = new Random(20200316);
        Dictionary<string, int> acknowledged = [];
        for (int round = 0; round < 9; round++)
        {
            var run = new RunId($"run-{round}");
            using var process = AppendingProcess.Start(fixture.Path, run, int.MaxValue);
            Assert.Equal("ready", await process.Output.ReadLineAsync(Token));

            // Every third is killed while it makes its first append, the others in the midst of many.
            string? begun = round % 3 == 2 ? null : await process.Output.ReadLineAsync(Token);
            Task<string> output = process.Output.ReadToEndAsync(Token);
            await Task.Delay(random.Next(5, 150), Token);
            process.Kill();
            await process.WaitAsync(Token);

            // The last line may be torn by the kill; an acknowledgement is a whole line.
            string text = (begun is null ? "" : begun + "\n") + await output;
            string[] lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            acknowledged[run.Value] = lines.Length == 0 ? 0 : int.Parse(lines[^1].Split(' ')[1], CultureInfo.InvariantCulture) + 1;
        }

        Assert.True(acknowledged.Values.Sum() > 0, "No process lived long enough to append.");
        SqliteOrchestrationStore store = fixture.Open();
        List<RunEvent> events = [];
        await foreach (RunEvent runEvent in store.Events.ReadAsync(0, EventFilter.Everything, Token))
        {
            events.Add(runEvent);
        }

        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Sequence));
        foreach ((string run, int batches) in acknowledged)
        {
            List<RunEvent> ofRun = [.. events.Where(e => e.RunId.Value == run)];
            Assert.Equal(0, ofRun.Count % AppendingProcess.BatchSize);
            Assert.InRange(ofRun.Count / AppendingProcess.BatchSize, batches, batches + 1);
            var asset = new AssetKey($"silver/{run.Replace('-', '_')}");
            IReadOnlyDictionary<PartitionKey, PartitionState> states = await store.Events.GetPartitionStatesAsync(asset, Token);
            Assert.Equal(ofRun.Count / AppendingProcess.BatchSize, states.Count);
        }
    }

    [Fact]
    public async Task Of_a_run_whose_process_was_killed_the_store_tells_what_was_done_and_that_its_owner_is_gone()
    {
        await using var fixture = new SqliteStoreFixture();
        SqliteOrchestrationStore store = fixture.Open();
        var id = new RunId("killed");
        using (System.Diagnostics.Process process = TestProcess.Start(ExecutingProcess.Command, fixture.Path, id.Value))
        {
            int seen = 0;
            await foreach (RunEvent runEvent in store.Events.SubscribeAsync(0, Token))
            {
                if (runEvent is AssetMaterialized && ++seen == 50)
                {
                    break;
                }
            }

            Assert.False((await store.Runs.FindAsync(id, Token))!.Owner!.IsGone());
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        Run run = (await store.Runs.FindAsync(id, Token))!;
        Assert.Equal(RunStatus.Running, run.Status);
        Assert.True(run.Owner!.IsGone());
        Dictionary<string, int> begun = [];
        Dictionary<string, int> made = [];
        await foreach (RunEvent runEvent in store.Events.ReadRunAsync(id, 0, Token))
        {
            Dictionary<string, int>? counts = runEvent switch { StepStarted => begun, AssetMaterialized => made, _ => null };
            if (counts is not null)
            {
                string partition = Assert.Single(runEvent.Partitions).Value;
                counts[partition] = counts.GetValueOrDefault(partition) + 1;
            }
        }

        Assert.InRange(made.Count, 50, ExecutingProcess.PartitionCount - 1);
        Assert.All(made, pair => Assert.Equal((1, 1), (pair.Value, begun[pair.Key])));
        Assert.Equal(made.Count, (await store.Events.CountPartitionsAsync(Token))[ExecutingProcess.Asset].Materialized);
        Assert.True(await store.Runs.ClaimAsync(id, RunOwner.Current, run.Owner, SampleTime, Token));
        Assert.True(await store.Runs.UpdateStatusAsync(id, RunStatus.Running, RunStatus.Interrupted, SampleTime, Token));
    }

    [Fact]
    public async Task Two_processes_and_this_one_append_at_once_and_nothing_is_lost_torn_or_given_twice()
    {
        const int Batches = 150;
        await using var fixture = new SqliteStoreFixture();
        SqliteOrchestrationStore store = fixture.Open();
        using var first = AppendingProcess.Start(fixture.Path, new RunId("first"), Batches);
        using var second = AppendingProcess.Start(fixture.Path, new RunId("second"), Batches);
        Task<string> firstOutput = first.Output.ReadToEndAsync(Token);
        Task<string> secondOutput = second.Output.ReadToEndAsync(Token);
        var own = new RunId("own");
        for (int i = 0; i < Batches; i++)
        {
            await store.Events.AppendAsync([TestKit.Orchestration.SampleEvents.Log($"{i}", own)], Token);
        }

        Assert.Equal(0, await first.WaitAsync(Token));
        Assert.Equal(0, await second.WaitAsync(Token));

        Assert.Equal(Batches + 1, (await firstOutput).Count(c => c == '\n'));
        Assert.Equal(Batches + 1, (await secondOutput).Count(c => c == '\n'));
        Dictionary<string, List<RunEvent>> byRun = [];
        long expected = 0;
        await foreach (RunEvent runEvent in store.Events.ReadAsync(0, EventFilter.Everything, Token))
        {
            Assert.Equal(++expected, runEvent.Sequence);
            byRun.TryAdd(runEvent.RunId.Value, []);
            byRun[runEvent.RunId.Value].Add(runEvent);
        }

        Assert.Equal(Batches, byRun["own"].Count);
        foreach (string run in (string[])["first", "second"])
        {
            Assert.Equal(Batches * AppendingProcess.BatchSize, byRun[run].Count);
            Assert.All(byRun[run].Chunk(AppendingProcess.BatchSize), batch =>
                Assert.Equal(batch[0].Sequence + AppendingProcess.BatchSize - 1, batch[^1].Sequence));
        }
    }

    [Fact]
    public async Task A_subscription_sees_the_events_of_another_process_once_and_in_order()
    {
        const int Batches = 40;
        await using var fixture = new SqliteStoreFixture();
        SqliteOrchestrationStore store = fixture.Open();
        Task<List<long>> reader = Task.Run(
            async () =>
            {
                List<long> sequences = [];
                await foreach (RunEvent runEvent in store.Events.SubscribeAsync(0, Token))
                {
                    sequences.Add(runEvent.Sequence);
                    if (sequences.Count == Batches * AppendingProcess.BatchSize)
                    {
                        break;
                    }
                }

                return sequences;
            },
            Token);

        using var process = AppendingProcess.Start(fixture.Path, new RunId("other"), Batches);
        Task<string> output = process.Output.ReadToEndAsync(Token);

        Assert.Equal(
            Enumerable.Range(1, Batches * AppendingProcess.BatchSize).Select(i => (long)i),
            await reader.WaitAsync(TimeSpan.FromSeconds(60), Token));
        Assert.Equal(0, await process.WaitAsync(Token));
        await output;
    }
}
