using Wallstreet.Lakehouse.Tables;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Selection;

namespace MarketLake.Tests;

/// <summary>What the shipped pipelines say of themselves.</summary>
public sealed class DefinitionTests(MarketLakeGraph lake) : IClassFixture<MarketLakeGraph>
{
    // As they came: a row may be there twice, and that is what the next layer finds.
    private static readonly string[] _withoutKey =
        ["bronze/simex_daily", "bronze/simex_minute", "bronze/sp500_daily", "silver/daily_bars_checked", "silver/quarantine"];

    [Fact]
    public void The_graph_is_valid_and_holds_every_layer()
    {
        Assert.Equal(21, lake.Graph.Assets.Count);
        Assert.Equal(["bronze", "gold", "silver"], lake.Graph.Assets.Select(asset => asset.Key.Path.Split('/')[0]).Distinct().Order());
    }

    [Fact]
    public void Every_sql_file_is_a_model_and_reads_only_assets()
    {
        int files = Directory.EnumerateFiles(TestKit.Repository.PathOf("apps/MarketLake/models"), "*.sql", SearchOption.AllDirectories).Count();

        Assert.Equal(files, lake.Models.Count);
        Assert.All(lake.Models, model => Assert.NotEmpty(model.Upstreams));
        Assert.All(lake.Models.SelectMany(model => model.Upstreams), upstream => Assert.True(lake.Graph.Contains(upstream.Key), upstream.Key.Path));
    }

    [Fact]
    public void Every_asset_says_what_it_holds_who_owns_it_and_its_layer() => Assert.All(lake.Graph.Assets, asset =>
    {
        Assert.True(asset.Description?.Length >= 30, $"{asset.Key} needs a description");
        Assert.True(asset.Owners.Count > 0, $"{asset.Key} needs an owner");
        Assert.Equal(asset.Key.Path.Split('/')[0], asset.Tags["layer"]);
        Assert.False(string.IsNullOrEmpty(asset.CodeVersion), $"{asset.Key} needs a code version");
        Assert.NotNull(asset.Source);
    });

    [Fact]
    public void Every_table_but_those_of_raw_rows_has_a_key_and_a_key_is_checked()
    {
        Assert.Equal(_withoutKey, lake.Graph.Assets.Where(asset => TableSpec.Of(asset).Key.Count == 0).Select(asset => asset.Key.Path).Order());
        Assert.All(
            lake.Models.Where(model => TableSpec.Of(model).Key.Count > 0),
            model => Assert.Contains(model.Checks, check => check.Name.Contains("key", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_model_documents_columns_and_each_check_says_what_it_wants()
    {
        Assert.All(lake.Models, model => Assert.True(TableSpec.Of(model).Comments.Count > 0, $"{model.Key} documents no column"));
        Assert.All(
            lake.Graph.Assets.SelectMany(asset => asset.Checks),
            check => Assert.False(string.IsNullOrWhiteSpace(check.Description), check.Name));
    }

    [Fact]
    public void What_is_partitioned_by_session_is_replaced_by_its_session_column() => Assert.All(
        lake.Graph.Assets.Where(asset => asset.Partitions is not null),
        asset => Assert.Equal("session_date", TableSpec.Of(asset).PartitionColumn));

    [Theory]
    [InlineData("bronze/simex_daily")]
    [InlineData("bronze/simex_minute")]
    [InlineData("bronze/simex_truth")]
    [InlineData("silver/corporate_actions")]
    public void Simulated_data_is_labelled(string key) => Assert.True(TableSpec.Of(lake.Graph.Get(key)).IsSynthetic);

    [Fact]
    public void Prices_are_checked_by_rules_that_stop_what_comes_after()
    {
        AssetDefinition bars = lake.Graph.Get("silver/daily_bars");

        Assert.Contains(bars.Checks, check => check.Name == "ohlc_in_order" && check.Severity == CheckSeverity.Error);
        Assert.Contains(bars.Checks, check => check.Name == "price_positive" && check.Severity == CheckSeverity.Error);
        Assert.Contains(bars.Checks, check => check.Name == "volume_positive" && check.Severity == CheckSeverity.Warn);
    }

    [Fact]
    public void The_two_runs_of_the_demo_make_every_asset_once()
    {
        AssetKey[] daily = Select("* and not bronze/simex_minute+");
        AssetKey[] minute = Select("bronze/simex_minute+");

        Assert.Equal(18, daily.Length);
        Assert.Equal(["bronze/simex_minute", "gold/intraday_profile", "silver/minute_bars"], minute.Select(key => key.Path).Order());
        Assert.Empty(daily.Intersect(minute));
        Assert.Equal(lake.Graph.Assets.Count, daily.Length + minute.Length);
    }

    [Theory]
    [InlineData("2024-07-04", false)]
    [InlineData("2024-07-05", true)]
    [InlineData("2012-10-29", false)]
    [InlineData("2001-09-12", false)]
    [InlineData("2000-01-03", true)]
    [InlineData("1999-12-31", false)]
    public void A_partition_is_a_session_of_the_exchange(string day, bool session)
    {
        Assert.Equal(session, MarketPartitions.Daily.Contains(new PartitionKey(day)));
    }

    [Fact]
    public void A_session_is_a_partition_once_it_has_closed()
    {
        // 2024-07-03 closed early, at 13:00 in New York, which was 17:00 UTC.
        DateTimeOffset close = new(2024, 7, 3, 17, 0, 0, TimeSpan.Zero);

        int day = MarketPartitions.Minute.FindOrdinal(new PartitionKey("2024-07-03"));
        Assert.Equal(day, MarketPartitions.Minute.CountAt(close.AddSeconds(-1)));
        Assert.Equal(day + 1, MarketPartitions.Minute.CountAt(close));
    }

    private AssetKey[] Select(string selection) => [.. AssetSelection.Parse(selection).Resolve(lake.Graph).Select(asset => asset.Key)];
}
