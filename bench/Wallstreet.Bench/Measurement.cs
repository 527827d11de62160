using System.Diagnostics;
using System.Globalization;

namespace Wallstreet.Bench;

/// <summary>Compares the CPU time of two ways to the same result, run in turns so that both meet the same machine.</summary>
internal static class Measurement
{
    private const int Rounds = 3;

    public static async Task CompareAsync(string name, Func<Task> baseline, Func<Task> subject)
    {
        await baseline();
        await subject();
        double[] bases = new double[Rounds];
        double[] subjects = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            bases[round] = await CpuSecondsAsync(baseline);
            subjects[round] = await CpuSecondsAsync(subject);
        }

        double ratio = Median([.. bases.Zip(subjects, (one, other) => other / one)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-44} baseline {Median(bases):0.000} s  engine {Median(subjects):0.000} s  ratio {ratio:0.00}"));
    }

    private static async Task<double> CpuSecondsAsync(Func<Task> work)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        await work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
