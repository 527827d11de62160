using System.Text.Json;

namespace Wallstreet.Cli.Tests;

public sealed class CheckTests
{
    private const string Model = """
        -- @check error positive: close > 0
        SELECT 'AAA' AS symbol, 1 AS close
        """;

    [Fact]
    public async Task Checks_look_at_the_data_that_is_there_and_make_nothing()
    {
        using TestProgram program = new TestProgram().WithModel("silver/bars.sql", Model);
        await program.RunAsync("materialize", "*");

        int versions = (await program.RunAsync("table", "history", "silver.bars", "--format", "json")).Json.GetArrayLength();

        JsonElement checks = (await program.RunAsync("checks", "run", "*", "--format", "json")).Json;

        Assert.True(checks[0].GetProperty("passed").GetBoolean());
        Assert.Equal(versions, (await program.RunAsync("table", "history", "silver.bars", "--format", "json")).Json.GetArrayLength());
        JsonElement run = (await program.RunAsync("runs", "show", "last", "--format", "json")).Json;
        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Equal("true", run.GetProperty("tags").GetProperty("wallstreet/checks-only").GetString());
    }

    [Fact]
    public async Task A_check_that_fails_ends_with_code_1_and_is_kept_on_the_asset()
    {
        using TestProgram program = new TestProgram().WithModel("silver/bars.sql", Model);
        await program.RunAsync("materialize", "*");
        program.WithModel("silver/bars.sql", Model.Replace("close > 0", "close > 5", StringComparison.Ordinal));

        ProgramResult result = await program.RunAsync("checks", "run", "silver/bars");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("1 checks failed", result.Errors, StringComparison.Ordinal);
        JsonElement asset = (await program.RunAsync("assets", "list", "--format", "json")).Json[0];
        Assert.Equal(1, asset.GetProperty("checks").GetProperty("failed").GetInt32());
        Assert.Equal("failed", (await program.RunAsync("runs", "show", "last", "--format", "json")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_run_that_only_checked_is_not_tried_again_as_one_that_makes_assets()
    {
        using TestProgram program = new TestProgram().WithModel("silver/bars.sql", Model);
        await program.RunAsync("materialize", "*");
        await program.RunAsync("checks", "run", "*");

        ProgramResult result = await program.RunAsync("runs", "retry", "last");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("checks run", result.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await program.RunAsync("runs", "list", "--format", "json")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Assets_without_checks_are_said_to_have_none()
    {
        using TestProgram program = TestProgram.WithBars();

        ProgramResult result = await program.RunAsync("checks", "run", "gold/mean");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("has no checks", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await program.RunAsync("runs", "list", "--format", "json")).Json.GetArrayLength());
    }
}
