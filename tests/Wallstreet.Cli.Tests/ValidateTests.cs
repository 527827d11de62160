using System.Text.Json;
using Wallstreet.Orchestration.Automation;

namespace Wallstreet.Cli.Tests;

public sealed class ValidateTests
{
    [Fact]
    public async Task A_project_in_order_is_said_to_be()
    {
        using TestProgram program = TestProgram.WithBars();

        ProgramResult result = await program.RunAsync("validate");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("2 assets", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await program.RunAsync("validate", "--format", "json")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_with_file_and_line()
    {
        using TestProgram program = TestProgram.WithBars()
            .WithModel("gold/typo.sql", "SELECT *\nFORM silver.bars")
            .WithModel("gold/orphan.sql", "SELECT * FROM silver.nothing")
            .WithModel("gold/below_typo.sql", "SELECT * FROM gold.typo")
            .WithModel("gold/header.sql", "-- @descriptoin x\nSELECT 1 AS n")
            .WithFile("insight/broken.yaml", "title: Broken\ntiles:\n  - id: a\n    kind: pie-in-the-sky\n");
        program.Schedules.Add(static () => new ScheduleDefinition("nightly", "61 * * * *", "*"));

        ProgramResult result = await program.RunAsync("validate");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"(?m)^models/gold/typo\.sql\(2", result.Errors);
        Assert.Matches(@"(?m)^models/gold/header\.sql\(1", result.Errors);
        Assert.Matches(@"(?m)^models/gold/orphan\.sql.*silver/nothing", result.Errors);
        Assert.Matches(@"(?m)^insight/broken\.yaml\(", result.Errors);
        Assert.Contains("61 * * * *", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("below_typo", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_the_findings_are_rows_with_their_places()
    {
        using TestProgram program = TestProgram.WithBars().WithModel("gold/typo.sql", "SELECT *\nFORM silver.bars");

        ProgramResult result = await program.RunAsync("validate", "--format", "json");

        Assert.Equal(1, result.ExitCode);
        JsonElement finding = JsonDocument.Parse(result.Output).RootElement[0];
        Assert.Equal("model", finding.GetProperty("kind").GetString());
        Assert.Equal(2, finding.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task A_circle_and_a_doubled_asset_are_told_too()
    {
        using TestProgram program = new()
        {
            Assets = static graph => graph
                .AddAsset("a/one", static asset => asset.From("a/two").Compute(static _ => ValueTask.FromResult<object?>(null)))
                .AddAsset("a/two", static asset => asset.From("a/one").Compute(static _ => ValueTask.FromResult<object?>(null)))
                .AddAsset("b/same", static asset => asset.Compute(static _ => ValueTask.FromResult<object?>(null)))
                .AddAsset("b/same", static asset => asset.Compute(static _ => ValueTask.FromResult<object?>(null))),
        };

        ProgramResult result = await program.RunAsync("validate");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("circle", result.Errors, StringComparison.Ordinal);
        Assert.Contains("b/same", result.Errors, StringComparison.Ordinal);
    }
}
