using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;
using Wallstreet.Orchestration.Tests.Execution;
using Wallstreet.Orchestration.Workers;

namespace Wallstreet.Orchestration.Tests.Workers;

/// <summary>The parent's side against real processes (shell scripts), and both sides against each other.</summary>
public sealed class ProcessStepLauncherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Sink _sink = new();

    private readonly AssetGraph _graph = new AssetGraphBuilder()
        .AddAsset("a", a => a
            .Compute(context =>
            {
                context.AddMetadata("rows", 3);
                context.ReportProgress("half", 0.5);
                return default;
            })
            .Check("fine", _ => new(AssetCheckResult.Pass())))
        .AddAsset("broken", a => a.Compute(_ => throw new IOException("torn")))
        .Build();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_worker_that_kills_itself_is_a_failure_with_the_signal_and_its_last_words()
    {
        StepOutcome outcome = await RunScriptAsync("read line; echo 'about to go' >&2; kill -9 $$");

        StepError error = Assert.IsType<StepOutcome.Failed>(outcome).Error;
        Assert.Contains("The worker process was killed by SIGKILL.", error.Message, StringComparison.Ordinal);
        Assert.Equal(("SIGKILL", 137), (error.Signal, error.ExitCode));
        Assert.Equal(["about to go"], error.StandardError);
    }

    [Fact]
    public async Task A_worker_that_ends_without_an_outcome_has_failed_even_with_exit_code_zero()
    {
        StepOutcome outcome = await RunScriptAsync("read line; exit 0");

        Assert.Contains("exit code 0 and did not say", Assert.IsType<StepOutcome.Failed>(outcome).Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_worker_is_named_its_run_step_and_attempt_and_what_it_prints_is_logged()
    {
        StepOutcome outcome = await RunScriptAsync("read line; echo \"$@\"; echo '{\"type\":\"step_outcome\",\"outcome\":\"succeeded\"}'");

        Assert.IsType<StepOutcome.Succeeded>(outcome);
        Assert.Equal("worker --run r1 --step a --attempt 2", Assert.IsType<LogWritten>(Assert.Single(_sink.Events)).Message);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_a_failure_and_not_the_end_of_the_run()
    {
        ProcessStepLauncher launcher = new(new WorkerProgram(_folder["nowhere"], []), TimeProvider.System);

        StepOutcome outcome = await launcher.RunAsync(Attempt("a"), _sink, TestContext.Current.CancellationToken);

        Assert.Contains("could not be started", Assert.IsType<StepOutcome.Failed>(outcome).Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canceling_kills_the_worker_with_all_it_has_started()
    {
        using CancellationTokenSource canceled = new();
        string pids = _folder["pids"];
        Task<StepOutcome> work = RunScriptAsync($"trap '' TERM; sleep 300 & echo $! > {pids}.tmp; mv {pids}.tmp {pids}; wait", canceled.Token);
        while (!File.Exists(pids))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await canceled.CancelAsync();

        Assert.IsType<StepOutcome.Canceled>(await work);
        int child = int.Parse(await File.ReadAllTextAsync(pids, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        Assert.True(await IsGoneAsync(child), $"The process {child} is still there.");
    }

    [Fact]
    public async Task A_worker_tells_events_and_outcome_in_lines_that_the_parent_reads()
    {
        (int exitCode, string output) = await HostAsync("a");

        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, exitCode);
        Assert.Equal(
            ["step_progressed", "asset_materialized", "asset_check_evaluated", "step_outcome"],
            lines.Select(line => RunEventJson.Deserialize(Encoding.UTF8.GetBytes(line)).TypeName));

        await File.WriteAllTextAsync(_folder["lines"], output, TestContext.Current.CancellationToken);
        StepOutcome outcome = await RunScriptAsync($"read line; cat {_folder["lines"]}");
        Assert.IsType<StepOutcome.Succeeded>(outcome);
        Assert.Equal(["step_progressed", "asset_materialized", "asset_check_evaluated"], _sink.Events.Select(e => e.TypeName));
    }

    [Theory]
    [InlineData("broken", "torn")]
    [InlineData("nowhere", "There is no asset")]
    public async Task A_worker_that_fails_says_why(string asset, string reason)
    {
        (int exitCode, string output) = await HostAsync(asset);

        Assert.Equal(0, exitCode);
        Assert.Contains("\"outcome\":\"failed\"", output, StringComparison.Ordinal);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_without_a_request_ends_with_two()
    {
        WorkerHost host = new(_graph, new Services(), new RunExecutorOptions(), TimeProvider.System, NullLoggerFactory.Instance);

        Assert.Equal(2, await host.RunAsync(new MemoryStream(), new MemoryStream(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_crash_of_a_step_in_its_own_process_fails_the_run_and_nothing_else()
    {
        RunFixture fixture = new();
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("crashes", a => a.Isolation(StepIsolation.Process).Compute(_ => default))
            .AddAsset("lives", a => a.Compute(_ => default))
            .Build();
        RunExecutor executor = new(fixture.Parts with { Isolated = Script("kill -SEGV $$") });
        (Run run, RunPlan plan) = await fixture.PlanAsync(graph, new RunRequest(AssetSelection.All));

        RunResult result = await executor.ExecuteAsync(run, plan, TestContext.Current.CancellationToken);

        Assert.Equal((1, 1), (result.Steps.Failed, result.Steps.Succeeded));
        Assert.Equal("SIGSEGV", Assert.Single(await fixture.ReadEventsAsync<StepFailed>()).Error.Signal);
    }

    private static async Task<bool> IsGoneAsync(int processId)
    {
        for (int i = 0; i < 1_500; i++)
        {
            try
            {
                using var process = Process.GetProcessById(processId);
                if (process.HasExited)
                {
                    return true;
                }
            }
            catch (ArgumentException)
            {
                return true;
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return false;
    }

    private async Task<(int ExitCode, string Output)> HostAsync(string asset)
    {
        string request = $$"""{"runId":"r1","stepKey":"{{asset}}","attempt":1,"asset":"{{asset}}"}""" + "\n";
        using MemoryStream output = new();
        WorkerHost host = new(_graph, new Services(), new RunExecutorOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        // The input stays open, as a parent's does.
        using HeldStream input = new(Encoding.UTF8.GetBytes(request));
        int exitCode = await host.RunAsync(input, output, TestContext.Current.CancellationToken);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()));
    }

    private Task<StepOutcome> RunScriptAsync(string script, CancellationToken? token = null) =>
        Script(script).RunAsync(Attempt("a") with { Attempt = 2 }, _sink, token ?? TestContext.Current.CancellationToken).AsTask();

    private static ProcessStepLauncher Script(string script) =>
        new(new WorkerProgram("/bin/sh", ["-c", script, "sh"]) { StopGrace = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);

    private StepAttempt Attempt(string asset) => new()
    {
        RunId = new RunId("r1"),
        StepKey = new StepKey(asset),
        Attempt = 1,
        Asset = _graph.Get(asset),
    };

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    private sealed class Sink : IStepEvents
    {
        public List<RunEvent> Events { get; } = [];

        public void Post(RunEvent runEvent) => Events.Add(runEvent);

        public ValueTask AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
        {
            Post(runEvent);
            return ValueTask.CompletedTask;
        }
    }
}
