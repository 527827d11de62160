using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wallstreet.Bench;

/// <summary>ClickHouse with delta-kernel-rs in a process that stays, so that its start is not counted.</summary>
internal sealed class ChdbPeer : IDisposable
{
    private readonly Process _process;

    private ChdbPeer(Process process) => _process = process;

    /// <summary>Starts the peer; null if its packages are not installed.</summary>
    public static ChdbPeer? TryStart()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "eng", "chdb", "peer.cjs")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        if (folder is null || !Directory.Exists(Path.Combine(folder, "eng", "chdb", "node_modules", "chdb")))
        {
            Console.WriteLine("chDB is not installed: run `npm install --no-package-lock` in eng/chdb. What compares with it is measured alone.");
            return null;
        }

        ProcessStartInfo start = new("node", [Path.Combine(folder, "eng", "chdb", "peer.cjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new ChdbPeer(Process.Start(start)!);
    }

    /// <summary>Runs statements.</summary>
    /// <param name="folder">The folder above the tables.</param>
    /// <param name="statements">The statements, in order.</param>
    public async Task<Reply> RunAsync(string folder, params string[] statements)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { sql = statements, folder }));
        await _process.StandardInput.FlushAsync();
        Reply reply = JsonSerializer.Deserialize<Reply>(
            await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("chDB has ended."))!;
        return reply.Error is { } error ? throw new InvalidOperationException($"chDB refuses: {error}") : reply;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    internal sealed record Reply(
        [property: JsonPropertyName("rows")] string? Rows,
        [property: JsonPropertyName("cpuMs")] double CpuMs,
        [property: JsonPropertyName("elapsedMs")] double ElapsedMs,
        [property: JsonPropertyName("peakMiB")] double PeakMiB,
        [property: JsonPropertyName("error")] string? Error)
    {
        public Cost Cost => new(CpuMs, ElapsedMs);
    }
}
