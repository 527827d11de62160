using System.Text.Json;

namespace Wallstreet.Cli.Tests;

public sealed class DoctorTests
{
    [Fact]
    public async Task Everything_that_matters_is_looked_at()
    {
        using TestProgram program = TestProgram.WithBars();

        JsonElement symptoms = (await program.RunAsync("doctor", "--format", "json")).Json;

        string[] subjects = [.. symptoms.EnumerateArray().Select(static s => s.GetProperty("subject").GetString()!)];
        foreach (string expected in (string[])["runtime", "sdk", "time zones", "project", "definitions", "pages", "lake", "lake writable", "metadata store", "query engine", "disk space of the lake", "port"])
        {
            Assert.Contains(expected, subjects);
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(program.Lake, ".wallstreet"), "doctor-*"));
    }

    [Fact]
    public async Task A_lake_that_cannot_be_written_and_definitions_that_are_wrong_fail_with_hints()
    {
        using TestProgram program = new TestProgram().WithModel("gold/typo.sql", "SELEC 1").WithFile("lake", "a file, not a folder");

        ProgramResult result = await program.RunAsync("doctor", "--format", "json");

        Assert.Equal(1, result.ExitCode);
        JsonElement[] failed = [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Where(static s => s.GetProperty("status").GetString() == "fail")];
        Assert.Contains(failed, static s => s.GetProperty("subject").GetString() == "definitions");
        Assert.Contains(failed, static s => s.GetProperty("subject").GetString()!.StartsWith("lake", StringComparison.Ordinal));
        Assert.All(failed, static s => Assert.False(string.IsNullOrEmpty(s.GetProperty("hint").GetString())));
    }

    [Fact]
    public async Task Secrets_are_never_shown()
    {
        using TestProgram program = TestProgram.WithBars();
        program.Settings["Storage:S3:SecretKey"] = "correct-horse-battery-staple";
        program.Settings["Web:TokenRef"] = "env:WS_TOKEN";
        program.Settings["Query:Threads"] = "2";

        ProgramResult result = await program.RunAsync("doctor");

        Assert.DoesNotContain("correct-horse", result.Output + result.Errors, StringComparison.Ordinal);
        Assert.Contains("env:WS_TOKEN", result.Output, StringComparison.Ordinal);
        Assert.Matches("setting Query:Threads +2", result.Output);
    }
}
