using System.Text.Json;
using Wallstreet.Orchestration.Automation;

namespace Wallstreet.Cli.Tests;

public sealed class ScheduleTests
{
    [Fact]
    public async Task A_schedule_is_started_and_stopped_and_the_next_command_sees_it()
    {
        using TestProgram program = Daily();
        Assert.Equal("stopped", await StatusAsync(program));

        Assert.Equal(0, (await program.RunAsync("schedules", "start", "daily")).ExitCode);
        Assert.Equal("running", await StatusAsync(program));
        JsonElement schedule = (await program.RunAsync("schedules", "list", "--format", "json")).Json[0];
        Assert.Equal("America/New_York", schedule.GetProperty("timeZone").GetString());
        Assert.NotNull(schedule.GetProperty("nextTick").GetString());

        Assert.Equal(0, (await program.RunAsync("schedules", "stop", "daily")).ExitCode);
        Assert.Equal("stopped", await StatusAsync(program));
    }

    [Fact]
    public async Task A_tick_now_runs_what_the_schedule_selects_and_is_remembered()
    {
        using TestProgram program = Daily();

        ProgramResult result = await program.RunAsync("schedules", "tick", "daily");

        Assert.True(result.ExitCode == 0, result.Errors);
        JsonElement run = (await program.RunAsync("runs", "show", "last", "--format", "json")).Json;
        Assert.Equal("schedule:daily", run.GetProperty("trigger").GetString());
        JsonElement tick = (await program.RunAsync("schedules", "list", "--format", "json")).Json[0].GetProperty("lastTick");
        Assert.Equal("launched", tick.GetProperty("status").GetString());
        Assert.Equal(run.GetProperty("id").GetString(), tick.GetProperty("runId").GetString());
    }

    [Fact]
    public async Task A_dry_tick_says_what_it_would_ask_for_and_asks_for_nothing()
    {
        using TestProgram program = Daily();

        JsonElement told = (await program.RunAsync("schedules", "tick", "daily", "--dry-run", "--format", "json")).Json;

        Assert.Equal(2, told.GetProperty("steps").GetInt32());
        Assert.Equal(0, (await program.RunAsync("runs", "list", "--format", "json")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("tick")]
    public async Task An_unknown_schedule_is_an_error_that_names_those_there_are(string command)
    {
        using TestProgram program = Daily();

        ProgramResult result = await program.RunAsync("schedules", command, "weekly");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("daily", result.Errors, StringComparison.Ordinal);
    }

    private static TestProgram Daily()
    {
        TestProgram program = TestProgram.WithBars();
        program.Schedules.Add(static () => new ScheduleDefinition("daily", "15 18 * * MON-FRI", "*", "America/New_York"));
        return program;
    }

    private static async Task<string?> StatusAsync(TestProgram program) =>
        (await program.RunAsync("schedules", "list", "--format", "json")).Json[0].GetProperty("status").GetString();
}
