using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>Starting the program: on an empty lake, a second time, without the demo, on a lake that may not be written.</summary>
public sealed class UpTests
{
    [Fact]
    public async Task The_page_answers_before_the_lake_is_built_and_the_second_start_recomputes_nothing()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        string lake = Path.Combine(folder.Path, "lake");
        using HttpClient http = new();

        string firstRuns;
        await using (WallstreetProgram first = await WallstreetProgram.UpAsync(lake, cancellation))
        {
            string page = await http.GetStringAsync(first.Address, cancellation);
            Assert.Contains("<div id=\"root\"", page, StringComparison.Ordinal);
            using JsonDocument status = JsonDocument.Parse(await http.GetStringAsync(new Uri(first.Address, "/api/status"), cancellation));
            Assert.False(status.RootElement.GetProperty("ready").GetBoolean());

            await first.ReadyAsync(TimeSpan.FromSeconds(180), cancellation);
            firstRuns = await RunIdsAsync(http, first.Address, cancellation);
        }

        await using WallstreetProgram second = await WallstreetProgram.UpAsync(lake, cancellation);
        await second.ReadyAsync(TimeSpan.FromSeconds(30), cancellation);
        Assert.Equal(firstRuns, await RunIdsAsync(http, second.Address, cancellation));
    }

    [Fact]
    public async Task Without_the_demo_an_empty_lake_stays_empty()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        using HttpClient http = new();

        await using WallstreetProgram program = await WallstreetProgram.UpAsync(Path.Combine(folder.Path, "lake"), cancellation, ["--no-demo"]);
        await program.ReadyAsync(TimeSpan.FromSeconds(30), cancellation);

        Assert.Equal("[]", await http.GetStringAsync(new Uri(program.Address, "/api/tables"), cancellation));
        Assert.Equal("", await RunIdsAsync(http, program.Address, cancellation));
    }

    [Fact]
    public async Task Sigterm_ends_the_program_in_order()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        await using WallstreetProgram program = await WallstreetProgram.UpAsync(Path.Combine(folder.Path, "lake"), cancellation, ["--no-demo"]);
        await program.ReadyAsync(TimeSpan.FromSeconds(30), cancellation);

        using Process kill = Process.Start("kill", ["-TERM", program.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellation);

        Assert.Equal(0, await program.WaitForExitAsync(TimeSpan.FromSeconds(20), cancellation));
    }

    [Fact]
    public async Task Listening_beyond_loopback_needs_a_token()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();

        ProgramResult result = await WallstreetProgram.RunAsync(
            Path.Combine(folder.Path, "lake"), ["up", "--port", "0", "--address", "0.0.0.0", "--no-demo"], cancellation);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--token-ref", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_token_a_request_without_it_is_refused()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        await using WallstreetProgram program = await WallstreetProgram.UpAsync(
            Path.Combine(folder.Path, "lake"), cancellation, ["--token-ref", "env:WS_TEST_TOKEN", "--no-demo"],
            new Dictionary<string, string> { ["WS_TEST_TOKEN"] = "correct-horse-battery-staple" });
        using HttpClient http = new();

        using HttpResponseMessage refused = await http.GetAsync(new Uri(program.Address, "/api/assets"), cancellation);
        http.DefaultRequestHeaders.Authorization = new("Bearer", "correct-horse-battery-staple");
        using HttpResponseMessage allowed = await http.GetAsync(new Uri(program.Address, "/api/assets"), cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Assert.DoesNotContain("correct-horse", program.Output + program.Errors, StringComparison.Ordinal);
    }

    private static async Task<string> RunIdsAsync(HttpClient http, Uri address, CancellationToken cancellation)
    {
        using JsonDocument runs = JsonDocument.Parse(await http.GetStringAsync(new Uri(address, "/api/runs"), cancellation));
        return string.Join(",", runs.RootElement.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()));
    }
}
