using System.Diagnostics;
using System.Globalization;

namespace Wallstreet.Markets.Bench;

/// <summary>Runs a piece of work several times on this thread and reports the median of its CPU time.</summary>
internal static class Measurement
{
    private const int Rounds = 9;

    /// <summary>Measures work that returns how many things it did, and prints one line.</summary>
    /// <returns>Things a second of CPU time, the median of the rounds.</returns>
    public static double Report(string name, string unit, Func<long> work)
    {
        work(); // Compiles and warms.
        double[] rates = new double[Rounds];
        long allocated = 0;
        for (int i = 0; i < Rounds; i++)
        {
            long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan before = CpuTime();
            long count = work();
            TimeSpan spent = CpuTime() - before;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            rates[i] = count / spent.TotalSeconds;
        }

        Array.Sort(rates);
        double median = rates[Rounds / 2];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-44} {median,16:N0} {unit}/s of CPU   ({allocated:N0} B allocated a round)"));
        return median;
    }

    private static TimeSpan CpuTime() => Process.GetCurrentProcess().TotalProcessorTime;
}
