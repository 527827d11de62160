using System.Text.Json;

namespace Wallstreet.Cli.Tests;

public sealed class RunTests
{
    [Fact]
    public async Task Runs_are_listed_newest_first_with_what_programs_need()
    {
        using TestProgram program = TestProgram.WithBars();
        await program.RunAsync("materialize", "silver/bars");
        await program.RunAsync("materialize", "gold/mean");

        JsonElement runs = (await program.RunAsync("runs", "list", "--format", "json")).Json;
        ProgramResult plain = await program.RunAsync("runs", "list");

        Assert.Equal(["gold/mean", "silver/bars"], runs.EnumerateArray().Select(static r => r.GetProperty("selection").GetString()!));
        foreach (string name in (string[])["id", "status", "selection", "partitions", "trigger", "createdAt", "startedAt", "endedAt", "steps"])
        {
            Assert.True(runs[0].TryGetProperty(name, out _), name);
        }

        Assert.Equal("cli", runs[0].GetProperty("trigger").GetString());
        Assert.EndsWith("Z", runs[0].GetProperty("createdAt").GetString(), StringComparison.Ordinal);
        Assert.Contains("1/1", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_runs_in_a_state_may_be_listed()
    {
        using TestProgram program = MaterializeTests.Failing();
        await program.RunAsync("materialize", "good/one");
        await program.RunAsync("materialize", "*");

        Assert.Equal(1, (await program.RunAsync("runs", "list", "--status", "failed", "--format", "json")).Json.GetArrayLength());
        Assert.Equal(2, (await program.RunAsync("runs", "list", "--status", "failed", "succeeded", "--format", "json")).Json.GetArrayLength());
        Assert.Equal(1, (await program.RunAsync("runs", "list", "--limit", "1", "--format", "json")).Json.GetArrayLength());
    }

    [Fact]
    public async Task A_run_is_shown_with_its_steps_and_their_errors()
    {
        using TestProgram program = MaterializeTests.Failing();
        await program.RunAsync("materialize", "*");

        JsonElement run = (await program.RunAsync("runs", "show", "last", "--format", "json")).Json;
        ProgramResult plain = await program.RunAsync("runs", "show", "last");

        JsonElement failed = run.GetProperty("steps").EnumerateArray().Single(static s => s.GetProperty("status").GetString() == "failed");
        Assert.Equal("bad/one", failed.GetProperty("asset").GetString());
        Assert.Equal("The vendor answered with an error page.", failed.GetProperty("error").GetString());
        Assert.Equal(1, run.GetProperty("stepCounts").GetProperty("skipped").GetInt32());
        Assert.Contains("error page", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_may_be_abbreviated_as_long_as_only_one_run_fits()
    {
        using TestProgram program = TestProgram.WithBars();
        await program.RunAsync("materialize", "silver/bars");
        await program.RunAsync("materialize", "gold/mean");
        string[] ids = [.. (await program.RunAsync("runs", "list", "--format", "json")).Json.EnumerateArray().Select(static r => r.GetProperty("id").GetString()!)];
        int different = Enumerable.Range(0, ids[0].Length).First(i => ids[0][i] != ids[1][i]);

        JsonElement run = (await program.RunAsync("runs", "show", ids[0][..(different + 1)], "--format", "json")).Json;
        ProgramResult several = await program.RunAsync("runs", "show", ids[0][..1]);
        ProgramResult none = await program.RunAsync("runs", "show", "zzzz");

        Assert.Equal(ids[0], run.GetProperty("id").GetString());
        Assert.Equal(2, several.ExitCode);
        Assert.Contains(ids[0], several.Errors, StringComparison.Ordinal);
        Assert.Contains(ids[1], several.Errors, StringComparison.Ordinal);
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("zzzz", none.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_are_one_json_document_or_lines_for_people()
    {
        using TestProgram program = TestProgram.WithBars();
        await program.RunAsync("materialize", "silver/bars");

        JsonElement events = (await program.RunAsync("runs", "logs", "last", "--format", "json")).Json;
        ProgramResult plain = await program.RunAsync("runs", "logs", "last", "--follow");

        Assert.Equal("run_queued", events[0].GetProperty("type").GetString());
        Assert.Equal("run_succeeded", events[events.GetArrayLength() - 1].GetProperty("type").GetString());
        Assert.Contains("silver/bars: Materialized 3 rows as version 0.", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retrying_from_the_failure_leaves_out_what_was_done()
    {
        int made = 0;
        bool broken = true;
        using TestProgram program = new()
        {
            Assets = graph => graph
                .AddAsset("a/first", asset => asset.Compute(_ =>
                {
                    made++;
                    return ValueTask.FromResult<object?>(null);
                }))
                .AddAsset("b/second", asset => asset.From("a/first").Compute(_ => broken
                    ? throw new InvalidDataException("Not yet.")
                    : ValueTask.FromResult<object?>(null))),
        };
        Assert.Equal(1, (await program.RunAsync("materialize", "*")).ExitCode);
        broken = false;

        JsonElement run = (await program.RunAsync("runs", "retry", "last", "--from-failure", "--format", "json")).Json;

        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Equal(1, run.GetProperty("steps").GetProperty("total").GetInt32());
        Assert.Equal(1, made);
        Assert.StartsWith("retry:", run.GetProperty("trigger").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_can_be_canceled_by_another_command_while_it_is_followed_by_a_third()
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using TestProgram program = new()
        {
            Assets = graph => graph.AddAsset("slow/one", asset => asset.Compute(async context =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return null;
            })),
        };
        Task<ProgramResult> making = program.RunAsync("materialize", "slow/one");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Task<ProgramResult> following = program.RunAsync("runs", "logs", "last", "--follow");

        ProgramResult canceled = await program.RunAsync("runs", "cancel", "last");

        Assert.True(canceled.ExitCode == 0, canceled.Errors);
        Assert.Contains("was canceled", canceled.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await making).ExitCode);
        Assert.Contains("Run canceled", (await following).Output, StringComparison.Ordinal);
        ProgramResult again = await program.RunAsync("runs", "cancel", "last");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("ended already", again.Errors, StringComparison.Ordinal);
    }
}
