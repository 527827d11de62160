using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>Several processes on one lake: a second program, commands beside a program, workers, signals.</summary>
public sealed class ProcessTests
{
    // Hours of work, so that the test and not the machine decides when it ends.
    private const string Endless = "SELECT sum(a.i * b.i % 7) AS total FROM range(10000000) AS a(i), range(10000000) AS b(i)\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_second_program_on_a_lake_is_refused_and_named_the_first()
    {
        using SmallProject project = new();
        await using (WallstreetProgram first = await project.UpAsync())
        {
            string said = await project.FailAsync("up", "--port", "0", "--no-demo");

            Assert.Contains(project.Lake, said, StringComparison.Ordinal);
            Assert.Contains("already served", said, StringComparison.Ordinal);
            Assert.Contains(first.Address.ToString(), said, StringComparison.Ordinal);
            await first.KillAsync();
        }

        // The lock ends with the process, also when that is killed.
        await using WallstreetProgram next = await project.UpAsync();
        await next.ReadyAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_command_materializes_while_a_program_serves_the_lake_and_its_run_is_seen_there()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using SmallProject project = new();
        await using WallstreetProgram program = await project.UpAsync();
        await program.ReadyAsync(Patience, cancellation);
        using HttpClient http = new() { BaseAddress = program.Address };

        await project.DoAsync("materialize", "tiny/*");

        (string id, string status) = await project.NewestRunAsync();
        Assert.Equal("succeeded", status);
        Assert.Contains(id, await http.GetStringAsync(new Uri("/api/runs", UriKind.Relative), cancellation), StringComparison.Ordinal);
        Assert.Contains("tiny.total", await http.GetStringAsync(new Uri("/api/tables", UriKind.Relative), cancellation), StringComparison.Ordinal);
        // And the other way round: the program's run is seen by a command.
        string launched = await LaunchAsync(http, new { selection = "tiny/total" }, cancellation);
        await WaitForStatusAsync(http, launched, "succeeded", cancellation);
        Assert.Contains(launched, await project.DoAsync("runs", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_the_program_is_canceled_by_a_command()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using SmallProject project = new();
        project.Write("models/tiny/numbers.sql", Endless);
        await using WallstreetProgram program = await project.UpAsync();
        await program.ReadyAsync(Patience, cancellation);
        using HttpClient http = new() { BaseAddress = program.Address };
        string run = await LaunchAsync(http, new { selection = "tiny/numbers" }, cancellation);
        await WaitForStatusAsync(http, run, "running", cancellation);

        await project.DoAsync("runs", "cancel", run);

        await WaitForStatusAsync(http, run, "canceled", cancellation);
        Assert.False(program.HasExited);
    }

    [Fact]
    public async Task A_step_in_a_worker_process_makes_what_it_makes_in_the_program()
    {
        using SmallProject project = new();

        await project.DoAsync("materialize", "tiny/*", "--launcher", "process");

        Assert.Contains("499500", await project.DoAsync("sql", "SELECT total FROM tiny.total", "--format", "json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_worker_fails_its_step_with_the_signal_and_the_program_lives_and_a_retry_succeeds()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using SmallProject project = new();
        project.Write("models/tiny/total.sql", Endless.Replace("range(10000000) AS a(i)", "tiny.numbers AS a(i, j)", StringComparison.Ordinal));
        await using WallstreetProgram program = await project.UpAsync();
        await program.ReadyAsync(Patience, cancellation);
        using HttpClient http = new() { BaseAddress = program.Address };
        string run = await LaunchAsync(http, new { selection = "tiny/*", launcher = "process" }, cancellation);

        await KillWorkerAsync(program.ProcessId, "tiny/total", cancellation);

        await WaitForStatusAsync(http, run, "failed", cancellation);
        Assert.False(program.HasExited);
        string logs = await project.DoAsync("runs", "logs", run);
        Assert.Contains("SIGKILL", logs, StringComparison.Ordinal);
        Assert.Contains("tiny/total", logs, StringComparison.Ordinal);

        project.Write("models/tiny/total.sql", "SELECT count(*) AS rows, sum(id) AS total FROM tiny.numbers\n");
        await project.DoAsync("runs", "retry", run, "--from-failure");
        (string retry, string status) = await project.NewestRunAsync();
        Assert.Equal("succeeded", status);
        Assert.DoesNotContain("tiny/numbers", await project.DoAsync("runs", "logs", retry), StringComparison.Ordinal);
        Assert.Contains("499500", await project.DoAsync("sql", "SELECT total FROM tiny.total", "--format", "json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_while_the_demo_is_built_ends_in_order_and_the_next_start_finishes_it()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        string lake = folder["lake"];
        await using (WallstreetProgram first = await WallstreetProgram.UpAsync(lake, cancellation))
        {
            await WaitForOutputAsync(first, "✓ [ 2/", cancellation);
            using Process kill = Process.Start("kill", ["-TERM", first.ProcessId.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(cancellation);
            Assert.Equal(0, await first.WaitForExitAsync(TimeSpan.FromSeconds(30), cancellation));
        }

        await using WallstreetProgram second = await WallstreetProgram.UpAsync(lake, cancellation);
        await second.ReadyAsync(TimeSpan.FromSeconds(180), cancellation);
        Assert.DoesNotContain("failed", second.Output, StringComparison.Ordinal);
        ProgramResult runs = await WallstreetProgram.RunAsync(lake, ["runs", "list", "--format", "json"], cancellation);
        using JsonDocument list = JsonDocument.Parse(runs.Output);
        List<string?> states = [.. list.RootElement.EnumerateArray().Select(run => run.GetProperty("status").GetString())];
        Assert.DoesNotContain("running", states);
        Assert.Equal(2, states.Count(state => state == "succeeded"));
        ProgramResult bars = await WallstreetProgram.RunAsync(
            lake, ["sql", "SELECT count(*) - count(DISTINCT (symbol, session_date)) AS doubled FROM gold.daily_prices", "--format", "json"], cancellation);
        Assert.Contains("\"doubled\":0", bars.Output, StringComparison.Ordinal);
    }

    private static async Task<string> LaunchAsync(HttpClient http, object body, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await http.PostAsJsonAsync("/api/runs", body, cancellation);
        string text = await answer.Content.ReadAsStringAsync(cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        using JsonDocument run = JsonDocument.Parse(text);
        return run.RootElement.GetProperty("id").GetString()!;
    }

    private static async Task WaitForStatusAsync(HttpClient http, string run, string wanted, CancellationToken cancellation)
    {
        long start = TimeProvider.System.GetTimestamp();
        string status = "";
        while (TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            using JsonDocument answer = JsonDocument.Parse(await http.GetStringAsync($"/api/runs/{run}", cancellation));
            status = answer.RootElement.GetProperty("status").GetString()!;
            if (status == wanted)
            {
                return;
            }

            await Task.Delay(100, cancellation);
        }

        Assert.Fail($"The run {run} is {status} and not {wanted} after {Patience}.");
    }

    private static async Task WaitForOutputAsync(WallstreetProgram program, string wanted, CancellationToken cancellation)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!program.Output.Contains(wanted, StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"'{wanted}' was not said:\n{program.Output}");
            await Task.Delay(20, cancellation);
        }
    }

    // The worker of a step is a child of the program whose command line names the step.
    private static async Task KillWorkerAsync(int parent, string step, CancellationToken cancellation)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Children of a process are found under /proc.");
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            foreach (string id in Children(parent))
            {
                if (CommandLine(id).Contains(step, StringComparison.Ordinal))
                {
                    // In mid-step: past its start, at work on the rows.
                    await Task.Delay(2500, cancellation);
                    using Process worker = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                    worker.Kill();
                    return;
                }
            }

            await Task.Delay(50, cancellation);
        }

        Assert.Fail($"No worker for {step} was started.");
    }

    private static IEnumerable<string> Children(int parent) => Directory
        .EnumerateDirectories($"/proc/{parent}/task")
        .Select(thread => Path.Join(thread, "children"))
        .Where(File.Exists)
        .SelectMany(file => File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string CommandLine(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
