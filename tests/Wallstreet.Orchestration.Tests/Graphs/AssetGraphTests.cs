using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Tests.Graphs;

public sealed class AssetGraphTests
{
    [Fact]
    public void Assets_come_after_what_they_are_made_from()
    {
        AssetGraph graph = Graph(("c", "b"), ("b", "a"), ("a", ""), ("d", "a"));

        Assert.Equal(["a", "b", "c", "d"], graph.Assets.Select(asset => asset.Key.Path));
        Assert.Equal(["b", "d"], graph.GetDownstreams(new("a")).Select(asset => asset.Key.Path));
        Assert.Equal(["b"], graph.GetUpstreams(new("c")).Select(asset => asset.Key.Path));
    }

    [Fact]
    public void What_is_sound_makes_a_graph_without_what_is_wrong_and_what_is_made_from_that()
    {
        AssetGraphBuilder builder = new();
        foreach ((string key, string upstream) in ((string, string)[])
            [("a", ""), ("b", "a"), ("x", "y"), ("y", "x"), ("z", "y"), ("lost", "nowhere"), ("later", "lost"), ("unread", "torn")])
        {
            builder.AddAsset(key, asset => _ = upstream.Length == 0 ? asset.Compute(_ => default) : asset.Compute(_ => default).From(upstream));
        }

        AssetGraph graph = builder.BuildSound(new HashSet<AssetKey> { new("torn") }, out IReadOnlyList<AssetGraphException> errors);

        Assert.Equal(["a", "b"], graph.Assets.Select(asset => asset.Key.Path));
        Assert.Equal(2, errors.Count);
        Assert.Single(errors.OfType<CyclicGraphException>());
        Assert.Equal(new AssetKey("nowhere"), Assert.Single(errors.OfType<MissingUpstreamException>()).Upstream);
    }

    [Fact]
    public void A_circle_is_told_as_a_path()
    {
        CyclicGraphException error = Assert.Throws<CyclicGraphException>(() => Graph(("a", "c"), ("b", "a"), ("c", "b"), ("d", "")));

        Assert.Contains("a -> b -> c -> a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_asset_made_from_itself_is_a_circle()
    {
        CyclicGraphException error = Assert.Throws<CyclicGraphException>(() => Graph(("a", "a")));

        Assert.Equal([new("a"), new("a")], error.Cycle);
    }

    [Fact]
    public void A_missing_upstream_names_both_and_the_place_and_the_nearest()
    {
        AssetGraphBuilder builder = new AssetGraphBuilder()
            .AddAsset("silver/bars", a => a.Compute(_ => default))
            .AddAsset("gold/panel", a => a.Source(new SourceLocation("models/panel.sql", 3, "sql")).From("silver/bar").Compute(_ => default));

        MissingUpstreamException error = Assert.Throws<MissingUpstreamException>(builder.Build);

        Assert.Equal(
            "The asset \"gold/panel\" (models/panel.sql:3) is made from \"silver/bar\", which does not exist. Did you mean \"silver/bars\"?",
            error.Message);
    }

    [Theory]
    [InlineData("a/b", "a/b", "is defined twice")]
    [InlineData("a/b", "a/B", "differ only in case")]
    public void Two_assets_of_one_key_are_refused(string first, string second, string fault)
    {
        DuplicateAssetException error = Assert.Throws<DuplicateAssetException>(() => Graph((first, ""), (second, "")));

        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_checks_of_one_name_are_refused()
    {
        AssetGraphBuilder builder = new AssetGraphBuilder().AddAsset("a", a => a.Compute(_ => default).Check("same", Pass));
        builder.AddCheck(new AssetKey("a"), new AssetCheckDefinition("same", Pass));

        Assert.Throws<DuplicateCheckException>(builder.Build);
    }

    [Fact]
    public void A_check_of_no_asset_is_refused()
    {
        AssetGraphBuilder builder = new AssetGraphBuilder().AddAsset("silver/bars", a => a.Compute(_ => default));
        builder.AddCheck(new AssetKey("silver/barz"), new AssetCheckDefinition("c", Pass));

        Assert.Contains("silver/bars", Assert.Throws<UnknownAssetException>(builder.Build).Nearest);
    }

    [Fact]
    public void Partitions_that_have_nothing_in_common_need_a_mapping()
    {
        AssetGraphBuilder Build(PartitionMapping? mapping) => new AssetGraphBuilder()
            .AddAsset("days", a => a.Partitions(TimeWindowPartitions.Daily(new DateOnly(2020, 1, 1))).Compute(_ => default))
            .AddAsset("symbols", a => a.Partitions(new StaticPartitions("A", "B")).From("days", mapping).Compute(_ => default));

        Assert.Throws<PartitionMappingMismatchException>(Build(null).Build);
        Assert.Throws<PartitionMappingMismatchException>(Build(new PartitionMapping.WindowOffset(-1, 0)).Build);
        Assert.Equal(2, Build(new PartitionMapping.All()).Build().Assets.Count);
    }

    [Fact]
    public void Everything_that_is_wrong_is_found_at_once()
    {
        AssetGraphBuilder builder = new AssetGraphBuilder()
            .AddAsset("a", a => a.From("nowhere").Compute(_ => default))
            .AddAsset("b", a => a.From("c").Compute(_ => default))
            .AddAsset("c", a => a.From("b").Compute(_ => default))
            .AddAsset("c", a => a.Compute(_ => default));

        Assert.Equal(
            [typeof(DuplicateAssetException), typeof(MissingUpstreamException), typeof(CyclicGraphException)],
            builder.FindErrors().Select(error => error.GetType()));
    }

    [Fact]
    public void A_chain_of_fifty_thousand_assets_does_not_overflow_the_stack()
    {
        AssetGraphBuilder builder = new();
        builder.AddAsset("a0", a => a.Compute(_ => default));
        for (int i = 1; i < 50_000; i++)
        {
            int before = i - 1;
            builder.AddAsset($"a{i}", a => a.From($"a{before}").Compute(_ => default));
        }

        Assert.Equal(50_000, builder.Build().Assets.Count);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("a//b", "'/' at position 3")]
    [InlineData("a/", "ends with '/'")]
    [InlineData("silver.bars", "'.' at position 7")]
    [InlineData("../etc", "'.' at position 1")]
    [InlineData("a b", "' ' at position 2")]
    [InlineData("7a", "'7' at position 1")]
    public void A_text_that_is_no_key_is_refused_with_the_reason(string text, string fault)
    {
        Assert.False(AssetKey.TryParse(text, out _));
        Assert.Contains(
            fault.Replace("'/' at position 3", "a segment starts with '/'", StringComparison.Ordinal),
            Assert.Throws<InvalidAssetKeyException>(() => new AssetKey(text)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_a_table_name_and_back()
    {
        Assert.Equal("silver.daily_bars", new AssetKey("silver/daily_bars").ToTableName());
        Assert.Equal(new AssetKey("silver/daily_bars"), AssetKey.FromTableName("silver.daily_bars"));
    }

    private static ValueTask<AssetCheckResult> Pass(AssetCheckContext context) => new(AssetCheckResult.Pass());

    private static AssetGraph Graph(params (string Key, string Upstreams)[] assets)
    {
        AssetGraphBuilder builder = new();
        foreach ((string key, string upstreams) in assets)
        {
            builder.AddAsset(key, a =>
            {
                a.Compute(_ => default);
                foreach (string upstream in upstreams.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    a.From(upstream);
                }
            });
        }

        return builder.Build();
    }
}
