using System.Text.Json;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Cli.Tests;

public sealed class MaterializeTests
{
    [Fact]
    public async Task Assets_are_made_and_each_is_told_on_a_line_of_its_own()
    {
        using TestProgram program = TestProgram.WithBars();

        ProgramResult result = await program.RunAsync("materialize", "*");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Matches(@"(?m)^silver/bars +succeeded +3 rows", result.Output);
        Assert.Matches(@"(?m)^gold/mean +succeeded +1 rows", result.Output);
        Assert.Matches("The run [0-9a-z]+ succeeded: 2 of 2 steps", result.Output);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Equal(1, (await program.RunAsync("sql", "FROM gold.mean WHERE n = 3", "--format", "json")).Json.GetArrayLength());
    }

    [Fact]
    public async Task As_json_the_run_is_told_and_nothing_else()
    {
        using TestProgram program = TestProgram.WithBars();

        JsonElement run = (await program.RunAsync("materialize", "silver/bars", "--tag", "why=test", "--format", "json")).Json;

        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Equal(1, run.GetProperty("steps").GetProperty("succeeded").GetInt32());
        Assert.Equal("test", run.GetProperty("tags").GetProperty("why").GetString());
    }

    [Fact]
    public async Task A_run_that_fails_tells_the_errors_of_its_steps_and_ends_with_code_1()
    {
        using TestProgram program = Failing();

        ProgramResult result = await program.RunAsync("materialize", "*");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("bad/one: The vendor answered with an error page.", result.Errors, StringComparison.Ordinal);
        Assert.Contains("runs retry", result.Errors, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^bad/one +failed", result.Output);
        Assert.Matches(@"(?m)^bad/two +skipped", result.Output);
    }

    [Fact]
    public async Task A_dry_run_shows_the_steps_and_makes_nothing()
    {
        using TestProgram program = TestProgram.WithBars();

        JsonElement steps = (await program.RunAsync("materialize", "*", "--dry-run", "--format", "json")).Json;

        Assert.Equal(["silver/bars", "gold/mean"], steps.EnumerateArray().Select(static s => s.GetProperty("step").GetString()!));
        Assert.Equal("silver/bars", steps[1].GetProperty("dependsOn")[0].GetString());
        Assert.Equal(0, (await program.RunAsync("runs", "list", "--format", "json")).Json.GetArrayLength());
        Assert.Equal(0, (await program.RunAsync("table", "list", "--format", "json")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Some_partitions_may_be_made()
    {
        using TestProgram program = new()
        {
            Assets = static graph => graph.AddAsset("by/symbol", static asset => asset
                .Partitions(new StaticPartitions("AAA", "BBB", "CCC"))
                .Compute(static _ => ValueTask.FromResult<object?>(null))),
        };

        Assert.Equal(0, (await program.RunAsync("materialize", "by/symbol", "--partition", "BBB")).ExitCode);
        JsonElement after = (await program.RunAsync("assets", "list", "--format", "json")).Json[0];
        Assert.Equal(1, after.GetProperty("partitions").GetProperty("materialized").GetInt32());
        Assert.Equal(3, after.GetProperty("partitions").GetProperty("total").GetInt32());

        Assert.Equal(0, (await program.RunAsync("materialize", "by/symbol", "--partitions", "AAA..BBB")).ExitCode);
        ProgramResult unknown = await program.RunAsync("materialize", "by/symbol", "--partition", "DDD");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("DDD", unknown.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gold/meen", "gold/mean")]
    [InlineData("tag:", "position")]
    [InlineData("nothing/*", "fits no asset")]
    public async Task A_selection_that_is_wrong_is_an_error_that_helps(string selection, string hint)
    {
        using TestProgram program = TestProgram.WithBars();

        ProgramResult result = await program.RunAsync("materialize", selection);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(hint, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_stopped_cancels_its_run_and_waits_for_its_end()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using TestProgram program = new()
        {
            Assets = graph => graph.AddAsset("slow/one", asset => asset.Compute(async context =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return null;
            })),
        };

        ProgramResult result = await program.RunAsync(null, stop.Token, "materialize", "slow/one");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("was canceled", result.Errors, StringComparison.Ordinal);
        JsonElement run = (await program.RunAsync("runs", "list", "--format", "json")).Json[0];
        Assert.Equal("canceled", run.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_check_that_fails_is_told_while_the_run_goes_on()
    {
        using TestProgram program = new TestProgram().WithModel("silver/bars.sql", """
            -- @check warn positive: close > 0
            SELECT 'AAA' AS symbol, -1 AS close
            """);

        ProgramResult result = await program.RunAsync("materialize", "*");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Check positive failed. 1 rows break it.", result.Output, StringComparison.Ordinal);
    }

    /// <summary>An asset that fails and one that is made from it.</summary>
    internal static TestProgram Failing() => new()
    {
        Assets = static graph => graph
            .AddAsset("bad/one", static asset => asset.Compute(static _ => throw new InvalidDataException("The vendor answered with an error page.")))
            .AddAsset("bad/two", static asset => asset.From("bad/one").Compute(static _ => ValueTask.FromResult<object?>(null)))
            .AddAsset("good/one", static asset => asset.Compute(static _ => ValueTask.FromResult<object?>(null))),
    };
}
