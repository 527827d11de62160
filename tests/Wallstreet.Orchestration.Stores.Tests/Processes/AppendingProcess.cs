using System.Diagnostics;
using System.Globalization;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Stores.Sqlite;
using static TestKit.Orchestration.SampleEvents;

namespace Wallstreet.Orchestration.Stores.Tests.Processes;

/// <summary>
/// A process that appends batches to a store and, after each acknowledgement, writes the sequence of the last event and
/// the message of the batch to its standard output.
/// </summary>
internal sealed class AppendingProcess : IDisposable
{
    internal const string Command = "append-to-store";

    /// <summary>Each batch is this many lines and one materialization.</summary>
    internal const int BatchSize = 4;

    private readonly Process _process;

    private AppendingProcess(Process process) => _process = process;

    internal StreamReader Output => _process.StandardOutput;

    internal static AppendingProcess Start(string path, RunId run, int batches)
    {
        return new AppendingProcess(TestProcess.Start(Command, path, run.Value, batches.ToString(CultureInfo.InvariantCulture)));
    }

    internal static async Task<int> AppendAsync(string[] args)
    {
        var run = new RunId(args[1]);
        int batches = int.Parse(args[2], CultureInfo.InvariantCulture);
        await using var store = SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = args[0] }, TimeProvider.System);
        await Console.Out.WriteLineAsync("ready");
        for (int i = 0; i < batches; i++)
        {
            List<RunEvent> batch = [.. Enumerable.Range(0, BatchSize - 1).Select(_ => (RunEvent)Log($"{i}", run))];
            batch.Add(Materialized(new AssetKey($"silver/{run.Value.Replace('-', '_')}"), [$"p{i}"], $"{i}") with { RunId = run });
            long first = await store.Events.AppendAsync(batch, CancellationToken.None);
            await Console.Out.WriteLineAsync($"{first + BatchSize - 1} {i}");
            await Console.Out.FlushAsync();
        }

        return 0;
    }

    /// <summary>Ends the process at once: SIGKILL where there are signals.</summary>
    internal void Kill() => _process.Kill();

    internal async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
