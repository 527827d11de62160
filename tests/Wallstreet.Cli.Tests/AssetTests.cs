using System.Text.Json;

namespace Wallstreet.Cli.Tests;

public sealed class AssetTests
{
    [Fact]
    public async Task Assets_are_missing_then_fresh_then_stale_with_the_reason()
    {
        using TestProgram program = TestProgram.WithBars();
        Assert.Equal("missing", await StatusAsync(program, "gold/mean"));

        await program.RunAsync("materialize", "*");
        Assert.Equal("fresh", await StatusAsync(program, "gold/mean"));

        program.WithModel("silver/bars.sql", "SELECT 'ZZZ' AS symbol, 1::DECIMAL(18,4) AS close");
        await program.RunAsync("materialize", "silver/bars");
        Assert.Equal("stale", await StatusAsync(program, "gold/mean"));
        JsonElement mean = (await program.RunAsync("assets", "show", "gold/mean", "--format", "json")).Json;
        Assert.Contains("silver/bars", mean.GetProperty("staleReasons")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_asset_is_failed_and_a_selection_restricts_the_list()
    {
        using TestProgram program = MaterializeTests.Failing();
        await program.RunAsync("materialize", "*");

        JsonElement assets = (await program.RunAsync("assets", "list", "bad/*", "--format", "json")).Json;

        Assert.Equal(["failed", "missing"], assets.EnumerateArray().Select(static a => a.GetProperty("status").GetString()!));
    }

    [Fact]
    public async Task An_asset_is_shown_with_schema_checks_source_and_neighbours()
    {
        using TestProgram program = TestProgram.WithBars();
        await program.RunAsync("materialize", "*");

        JsonElement asset = (await program.RunAsync("assets", "show", "silver.bars", "--format", "json")).Json;
        ProgramResult plain = await program.RunAsync("assets", "show", "silver/bars");

        Assert.Equal("Three bars", asset.GetProperty("description").GetString());
        Assert.Equal("gold/mean", asset.GetProperty("downstreams")[0].GetString());
        Assert.Equal("sql", asset.GetProperty("source").GetProperty("language").GetString());
        Assert.Contains(asset.GetProperty("checks").EnumerateArray(), static c => c.GetProperty("name").GetString() == "positive" && c.GetProperty("passed").GetBoolean());
        Assert.Equal("close", asset.GetProperty("schema")[1].GetProperty("name").GetString());
        Assert.Contains("models/silver/bars.sql", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_graph_is_an_indented_tree_or_nodes_and_edges()
    {
        using TestProgram program = TestProgram.WithBars();

        ProgramResult tree = await program.RunAsync("assets", "graph");
        JsonElement graph = (await program.RunAsync("assets", "graph", "--format", "json")).Json;
        ProgramResult csv = await program.RunAsync("assets", "graph", "--format", "csv");

        Assert.Equal("silver/bars  missing\n  gold/mean  missing\n", tree.Output);
        Assert.Equal(2, graph.GetProperty("nodes").GetArrayLength());
        Assert.Equal("silver/bars", graph.GetProperty("edges")[0].GetProperty("from").GetString());
        Assert.Contains("silver/bars,gold/mean", csv.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_asset_is_an_error_that_names_the_nearest()
    {
        using TestProgram program = TestProgram.WithBars();

        ProgramResult result = await program.RunAsync("assets", "show", "gold/meen");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("gold/mean", result.Errors, StringComparison.Ordinal);
    }

    private static async Task<string?> StatusAsync(TestProgram program, string key) =>
        (await program.RunAsync("assets", "list", key, "--format", "json")).Json[0].GetProperty("status").GetString();
}
