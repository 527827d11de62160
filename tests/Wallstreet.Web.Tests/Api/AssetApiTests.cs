using System.Text.Json;

namespace Wallstreet.Web.Tests.Api;

public sealed class AssetApiTests
{
    [Fact]
    public async Task Before_any_run_assets_are_missing_and_the_graph_is_laid_out()
    {
        await using TestProgram program = await TestProgram.StartAsync();

        JsonElement assets = await program.GetAsync("/api/assets");
        JsonElement graph = await program.GetAsync("/api/assets/graph?selection=silver/bars%2B");

        Assert.Equal(5, assets.GetArrayLength());
        Assert.All(assets.EnumerateArray(), asset => Assert.Equal("missing", asset.GetProperty("status").GetString()));
        JsonElement bars = assets.EnumerateArray().Single(asset => asset.GetProperty("key").GetString() == "silver/bars");
        Assert.True(bars.GetProperty("synthetic").GetBoolean());
        Assert.Equal("silver", bars.GetProperty("group").GetString());
        Assert.Equal(4, graph.GetProperty("nodes").GetArrayLength());
        Assert.Equal(3, graph.GetProperty("edges").GetArrayLength());
        Assert.True(graph.GetProperty("width").GetDouble() > 400);
    }

    [Fact]
    public async Task After_a_run_an_asset_tells_its_state_schema_history_checks_and_numbers()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        JsonElement run = await program.RunAsync("""{"selection": "silver/bars, gold/panel"}""");

        JsonElement bars = await program.GetAsync("/api/assets/silver/bars");
        JsonElement made = await program.GetAsync("/api/assets/silver/bars/materializations?limit=5");
        JsonElement checks = await program.GetAsync("/api/assets/silver/bars/checks");
        JsonElement rows = await program.GetAsync("/api/assets/silver/bars/metadata-series?name=rows");

        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Equal("fresh", bars.GetProperty("status").GetString());
        Assert.Equal("silver.bars", bars.GetProperty("tableName").GetString());
        Assert.Equal("decimal(18,4)", bars.GetProperty("schema").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "close").GetProperty("type").GetString());
        Assert.Equal(20, bars.GetProperty("lastMaterialized").GetProperty("rows").GetInt64());
        Assert.Equal(0, bars.GetProperty("lastMaterialized").GetProperty("version").GetInt64());
        Assert.Equal(["gold/broken", "gold/panel"], bars.GetProperty("downstreams").EnumerateArray().Select(d => d.GetString()).Order());
        JsonElement entry = Assert.Single(made.EnumerateArray());
        Assert.Equal("""{"kind":"integer","value":20}""", entry.GetProperty("metadata").GetProperty("rows").GetRawText());
        JsonElement check = Assert.Single(checks.EnumerateArray());
        Assert.True(check.GetProperty("last").GetProperty("passed").GetBoolean());
        Assert.True(check.GetProperty("blocking").GetBoolean());
        Assert.Equal(20, Assert.Single(rows.EnumerateArray()).GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task An_upstream_made_again_by_the_same_code_from_the_same_data_leaves_its_assets_fresh()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.RunAsync("""{"selection": "silver/bars, gold/panel"}""");
        JsonElement before = await program.GetAsync("/api/assets/gold/panel");

        Assert.Equal("fresh", before.GetProperty("status").GetString());
        Assert.Empty(before.GetProperty("staleReasons").EnumerateArray());

        await program.RunAsync("""{"selection": "silver/bars"}""");
        JsonElement after = await program.GetAsync("/api/assets/gold/panel");

        Assert.Equal("fresh", after.GetProperty("status").GetString());
        Assert.Empty(after.GetProperty("staleReasons").EnumerateArray());
    }

    [Fact]
    public async Task An_asset_is_stale_after_its_upstream_was_made_again_by_code_of_no_version()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.RunAsync("""{"selection": "+gold/board"}""");
        await program.RunAsync("""{"selection": "gold/panel"}""");

        JsonElement board = await program.GetAsync("/api/assets/gold/board");

        Assert.Equal("stale", board.GetProperty("status").GetString());
        Assert.Contains("gold/panel", Assert.Single(board.GetProperty("staleReasons").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_asset_says_so()
    {
        await using TestProgram program = await TestProgram.StartAsync();

        JsonElement run = await program.RunAsync("""{"selection": "gold/broken"}""");

        Assert.Equal("failed", run.GetProperty("status").GetString());
        Assert.Contains("The vendor sent an error page.", run.GetProperty("steps")[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("failed", (await program.GetAsync("/api/assets/gold/broken")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Partitions_are_paged_and_told_as_ranges()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.RunAsync("""{"selection": "bronze/regions", "partitions": {"from": "asia", "to": "europe"}}""");

        JsonElement first = await program.GetAsync("/api/assets/bronze/regions/partitions?limit=2");
        JsonElement second = await program.GetAsync($"/api/assets/bronze/regions/partitions?limit=2&after={first.GetProperty("next").GetString()}");

        Assert.Equal((3, 2, 0), (first.GetProperty("total").GetInt32(), first.GetProperty("materialized").GetInt32(), first.GetProperty("failed").GetInt32()));
        Assert.Equal(["asia materialized", "europe materialized"], first.GetProperty("keys").EnumerateArray().Select(k => $"{k.GetProperty("key")} {k.GetProperty("status")}"));
        Assert.Equal(["america missing"], second.GetProperty("keys").EnumerateArray().Select(k => $"{k.GetProperty("key")} {k.GetProperty("status")}"));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(["asia..europe materialized 2", "america..america missing 1"], first.GetProperty("ranges").EnumerateArray()
            .Select(r => $"{r.GetProperty("from")}..{r.GetProperty("to")} {r.GetProperty("status")} {r.GetProperty("count")}"));
    }

    [Theory]
    [InlineData("/api/assets/silver/bar", 404, "silver/bars")]
    [InlineData("/api/assets/silver/bars/partitions?limit=x", 400, "not a limit")]
    [InlineData("/api/assets?selection=tag:", 400, "selection")]
    [InlineData("/api/assets/bronze/regions/partitions?after=mars", 400, "mars")]
    [InlineData("/api/nothing", 404, "no address")]
    public async Task What_does_not_exist_is_a_problem_that_helps(string path, int status, string detail)
    {
        await using TestProgram program = await TestProgram.StartAsync();

        (int given, JsonElement problem) = await program.RefusedAsync(path);

        Assert.Equal(status, given);
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
