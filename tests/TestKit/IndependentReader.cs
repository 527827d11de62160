using System.Diagnostics;
using System.Text.Json;

namespace TestKit;

/// <summary>
/// An implementation of the Delta protocol that is not ours (chDB: ClickHouse with delta-kernel-rs), in a Node process. It
/// reads the tables that our code wrote. One is shared by all tests of a process, one statement at a time.
/// </summary>
public sealed class IndependentReader : IDisposable
{
    private static readonly TimeSpan _endGrace = TimeSpan.FromSeconds(10);
    private static readonly SemaphoreSlim _gate = new(1, 1);
    private static IndependentReader? _shared;

    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private IndependentReader(Process process) => _process = process;

    /// <summary>The reader of this process. Skips the test where it cannot be had.</summary>
    public static async ValueTask<IndependentReader> GetAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(
            Directory.Exists(Repository.PathOf("eng/chdb/node_modules/chdb")),
            "No independent Delta reader: run 'npm install --no-package-lock' in eng/chdb.");
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _shared ??= SharedThings.Keep(Start());
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Carries out a statement in ClickHouse's SQL.</summary>
    /// <exception cref="IndependentReaderException">It refuses the statement, or the table.</exception>
    public async ValueTask<IndependentRows> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Not cancelled half-way: the next caller would read this one's answer.
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { sql }));
            await _process.StandardInput.FlushAsync(CancellationToken.None);
            string line = await _process.StandardOutput.ReadLineAsync(CancellationToken.None)
                ?? throw new InvalidOperationException("The independent reader's process has ended.");
            using JsonDocument answer = JsonDocument.Parse(line);
            return answer.RootElement.TryGetProperty("error", out JsonElement error)
                ? throw new IndependentReaderException(error.GetString()!)
                : IndependentRows.Parse(answer.RootElement.GetProperty("rows").GetString()!);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        // At the end of its input it ends, and removes its folder.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(_endGrace))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _turn.Dispose();
    }

    private static IndependentReader Start()
    {
        ProcessStartInfo start = new("node", [Repository.PathOf("eng/chdb/reader.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new IndependentReader(Process.Start(start)!);
    }
}
