using System.Diagnostics;

namespace Wallstreet.Delta.Tests.Transactions.Histories;

/// <summary>Random histories of random operations by several writers are as if each operation had run alone, whatever goes
/// wrong at the store. A seed in a message gives the same history again.</summary>
public sealed class HistoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, 6, 0, 1000)]
    [InlineData(3, 5, 0, 800)]
    [InlineData(3, 5, 60, 1000)]
    [InlineData(5, 4, 30, 300)]
    [InlineData(8, 3, 20, 100)]
    public async Task Random_histories_hold_against_the_model(int writers, int operations, int faultsPerMille, int histories)
    {
        long commits = 0;
        int refused = 0;
        Stopwatch watch = Stopwatch.StartNew();
        for (int number = 0; number < histories; number++)
        {
            Cancellation.ThrowIfCancellationRequested();
            int seed = HashSeed(writers, faultsPerMille, number);
            try
            {
                (long landed, int conflicts) = await Task.Run(
                    () => ModelHistory.RunAsync(seed, writers, operations, faultsPerMille), Cancellation);
                commits += landed;
                refused += conflicts;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException(
                    $"Seed {seed} with {writers} writers, {operations} operations each, {faultsPerMille} faults: {exception.Message}",
                    exception);
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{histories} histories, {commits} commits, {refused} refused after three attempts, {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.InRange(commits, histories, long.MaxValue);
    }

    private static int HashSeed(int writers, int faults, int number) => (((writers * 1009) + faults) * 100_003) + number;
}
