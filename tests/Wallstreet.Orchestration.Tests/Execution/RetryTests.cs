using Microsoft.Extensions.Time.Testing;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Tests.Execution;

public sealed class RetryTests
{
    [Fact]
    public async Task A_failed_attempt_is_followed_by_others_after_waits_that_grow()
    {
        FakeTimeProvider time = new();
        RunFixture fixture = new(time: time);
        List<DateTimeOffset> attempts = [];
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a
                .Retry(new RetryPolicy { RetriesMax = 3, Delay = TimeSpan.FromSeconds(10), Jitter = 0 })
                .Compute(context =>
                {
                    attempts.Add(time.GetUtcNow());
                    return context.Attempt < 4 ? throw new IOException("not yet") : default;
                }))
            .Build();

        Task<RunResult> run = fixture.ExecuteAsync(graph);
        await AdvanceUntilAsync(time, run);

        Assert.Equal(RunStatus.Succeeded, (await run).Status);
        List<double> delays = [.. (await fixture.ReadEventsAsync<StepRetried>()).Select(retried => retried.Delay.TotalSeconds)];
        Assert.Equal([10, 20, 40], delays);
        Assert.All(attempts.Zip(attempts.Skip(1), delays), wait => Assert.True((wait.Second - wait.First).TotalSeconds >= wait.Third));
        Assert.Equal([1, 2, 3], (await fixture.ReadEventsAsync<StepRetried>()).Select(retried => retried.Attempt));
        Assert.Equal(4, Assert.Single(await fixture.ReadEventsAsync<StepSucceeded>()).Attempt);
    }

    [Fact]
    public async Task The_last_failure_is_final_and_tells_its_attempt()
    {
        FakeTimeProvider time = new();
        RunFixture fixture = new(time: time);
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Retry(RetryPolicy.Retries(2)).Compute(_ => throw new IOException("never")))
            .Build();

        Task<RunResult> run = fixture.ExecuteAsync(graph);
        await AdvanceUntilAsync(time, run);

        Assert.Equal(RunStatus.Failed, (await run).Status);
        Assert.Equal(3, Assert.Single(await fixture.ReadEventsAsync<StepFailed>()).Attempt);
    }

    [Fact]
    public async Task Canceling_does_not_wait_for_the_next_attempt()
    {
        FakeTimeProvider time = new();
        RunFixture fixture = new(time: time);
        using CancellationTokenSource canceled = new();
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Retry(RetryPolicy.Retries(5)).Compute(_ => throw new IOException("never")))
            .Build();

        Task<RunResult> run = fixture.ExecuteAsync(graph, canceled: canceled.Token);
        while ((await fixture.ReadEventsAsync<StepRetried>()).Count == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await canceled.CancelAsync();

        Assert.Equal(RunStatus.Canceled, (await run).Status);
        Assert.Single(await fixture.ReadEventsAsync<StepSkipped>());
    }

    [Theory]
    [InlineData(1, 0.0, 8)]
    [InlineData(1, 0.5, 10)]
    [InlineData(1, 1.0, 12)]
    [InlineData(3, 0.5, 40)]
    [InlineData(30, 0.5, 60)]
    public void Waits_grow_up_to_their_limit_and_are_spread(int attempt, double chance, double seconds) => Assert.Equal(
        seconds, new RetryPolicy { RetriesMax = 5, Delay = TimeSpan.FromSeconds(10) }.GetDelay(attempt, chance).TotalSeconds, 6);

    private static async Task AdvanceUntilAsync(FakeTimeProvider time, Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }
}
