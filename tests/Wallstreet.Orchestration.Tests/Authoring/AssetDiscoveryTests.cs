using Microsoft.Extensions.DependencyInjection;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Tests.Execution;

namespace Wallstreet.Orchestration.Tests.Authoring;

public sealed class AssetDiscoveryTests
{
    [Fact]
    public async Task Classes_and_methods_become_assets_that_run_with_what_they_ask_for()
    {
        Journal journal = new();
        RunFixture fixture = new(services: new ServiceCollection().AddSingleton(journal).BuildServiceProvider());
        AssetGraph graph = new AssetGraphBuilder()
            .AddFromType(typeof(RawPrices)).AddFromType(typeof(DailyBars)).AddFromType(typeof(Functions)).Build();

        RunResult result = await fixture.ExecuteAsync(graph);

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(["raw", "bars A", "bars B", "disposed", "disposed", "panel silver/daily_bars 2"], journal.Lines.Order(StringComparer.Ordinal).OrderBy(Rank));
        AssetDefinition bars = graph.Get("silver/daily_bars");
        Assert.Equal([new AssetDependency(new("raw_prices"))], bars.Upstreams);
        Assert.Equal("core", bars.Tags["tier"]);
        Assert.EndsWith("AssetDiscoveryTests.cs", bars.Source!.File, StringComparison.Ordinal);
        Assert.Equal(2, (await fixture.ReadEventsAsync<AssetCheckEvaluated>()).Count(check => check is { CheckName: "has_rows", Passed: true }));
    }

    [Fact]
    public async Task A_service_that_is_not_there_fails_the_step_and_names_the_parameter()
    {
        RunFixture fixture = new(services: new ServiceCollection().BuildServiceProvider());
        AssetGraph graph = new AssetGraphBuilder().AddFromType(typeof(RawPrices)).Build();

        RunResult result = await fixture.ExecuteAsync(graph);

        Assert.Contains(nameof(Journal), result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(NoMethod), "0 methods named MaterializeAsync")]
    [InlineData(typeof(NotStatic), "It is not static")]
    [InlineData(typeof(StrayCheck), "its class is no asset")]
    [InlineData(typeof(UnmarkedUpstream), "not marked [Asset]")]
    [InlineData(typeof(WrongPartitions), "which is no static PartitionsDefinition")]
    [InlineData(typeof(WrongKey), "is not an asset key")]
    public void What_cannot_be_an_asset_is_refused_with_the_reason(Type type, string fault)
    {
        InvalidAssetException error = Assert.Throws<InvalidAssetException>(() => new AssetGraphBuilder().AddFromType(type));

        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    private static int Rank(string line) => line[0] switch { 'r' => 0, 'b' => 1, 'd' => 2, _ => 3 };

    internal sealed class Journal
    {
        public List<string> Lines { get; } = [];

        public void Write(string line)
        {
            lock (Lines)
            {
                Lines.Add(line);
            }
        }
    }

    [Asset]
    internal sealed class RawPrices(Journal journal)
    {
        public void Materialize() => journal.Write("raw");
    }

    [Asset("silver/daily_bars", Tags = ["tier=core"], CodeVersion = "1")]
    [From<RawPrices>]
    [PartitionedBy(typeof(DailyBars), nameof(Symbols))]
    internal sealed class DailyBars(Journal journal) : IDisposable
    {
        public static PartitionsDefinition Symbols { get; } = new StaticPartitions("A", "B");

        public async Task<int> MaterializeAsync(PartitionKey symbol, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            journal.Write($"bars {symbol}");
            return 7;
        }

        [Check(Blocking = true)]
        public static bool HasRows() => true;

        public void Dispose() => journal.Write("disposed");
    }

    internal static class Functions
    {
        [Asset("gold/panel")]
        public static ValueTask PanelAsync([From<DailyBars>] UpstreamFact bars, Journal journal)
        {
            journal.Write($"panel {bars.Key} {bars.PartitionCount}");
            return ValueTask.CompletedTask;
        }

        [Check(Asset = "gold/panel")]
        public static Task<AssetCheckResult> FreshAsync() => Task.FromResult(AssetCheckResult.Pass());
    }

    [Asset]
    internal sealed class NoMethod;

    internal sealed class NotStatic
    {
        [Asset]
        public int Make() => GetHashCode();
    }

    internal static class StrayCheck
    {
        [Check]
        public static bool Holds() => true;
    }

    [Asset]
    [From<NotStatic>]
    internal sealed class UnmarkedUpstream
    {
        public static void Materialize()
        {
        }
    }

    [Asset]
    [PartitionedBy(typeof(DailyBars), "Nowhere")]
    internal sealed class WrongPartitions
    {
        public static void Materialize()
        {
        }
    }

    [Asset("silver.bars")]
    internal sealed class WrongKey
    {
        public static void Materialize()
        {
        }
    }
}
