using System.Diagnostics;
using System.Globalization;

namespace Wallstreet.Bench;

/// <summary>What one piece of work cost.</summary>
/// <param name="CpuMs">CPU time of all threads.</param>
/// <param name="ElapsedMs">Time on the clock.</param>
internal readonly record struct Cost(double CpuMs, double ElapsedMs)
{
    public static async Task<Cost> OfAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long clock = Stopwatch.GetTimestamp();
        await work();
        double elapsed = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        process.Refresh();
        return new Cost((process.TotalProcessorTime - before).TotalMilliseconds, elapsed);
    }

    /// <summary>Starts to count the peak of resident memory anew.</summary>
    public static void ResetPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>The most memory that was resident at once since the count began.</summary>
    public static double PeakMiB() => double.Parse(
        string.Concat(File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmHWM", StringComparison.Ordinal))
            .Where(char.IsAsciiDigit)),
        CultureInfo.InvariantCulture) / 1024;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"CPU {CpuMs,8:0.0} ms  elapsed {ElapsedMs,8:0.0} ms");
}
