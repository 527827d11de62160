using System.Globalization;

namespace Wallstreet.Bench;

/// <summary>Compares the CPU time of two ways to the same result, run in turns so that both meet the same machine.</summary>
internal static class Measurement
{
    private const int Rounds = 3;

    /// <summary>Two ways in this process, each warmed up once.</summary>
    public static Task<double> CompareAsync(string name, Func<Task> baseline, Func<Task> subject) =>
        CompareCostsAsync(name, () => Cost.OfAsync(baseline), () => Cost.OfAsync(subject));

    /// <summary>Two ways, wherever they run.</summary>
    /// <returns>The subject's share of the baseline's CPU time.</returns>
    public static async Task<double> CompareCostsAsync(
        string name, Func<Task<Cost>> baseline, Func<Task<Cost>> subject, int rounds = Rounds)
    {
        await baseline();
        await subject();
        Cost[] bases = new Cost[rounds];
        Cost[] subjects = new Cost[rounds];
        for (int round = 0; round < rounds; round++)
        {
            bases[round] = await baseline();
            subjects[round] = await subject();
        }

        double ratio = Median(bases.Zip(subjects, static (one, other) => other.CpuMs / one.CpuMs));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-52} peer {MedianOf(bases)}\n{"",-52} ours {MedianOf(subjects)}\n{"",-52} CPU ratio {ratio:0.000}, {1 / ratio:0.0} times faster"));
        return ratio;
    }

    /// <summary>One way alone, in this process.</summary>
    public static async Task<Cost> MeasureAsync(string name, Func<Task> work, Func<Task>? before = null, int rounds = 5)
    {
        List<Cost> costs = [];
        for (int round = 0; round <= rounds; round++)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            Cost cost = await Cost.OfAsync(work);
            if (round > 0)
            {
                costs.Add(cost);
            }
        }

        Cost median = MedianOf(costs);
        Console.WriteLine($"{name,-52} {median}");
        return median;
    }

    private static Cost MedianOf(IEnumerable<Cost> costs) =>
        new(Median(costs.Select(static cost => cost.CpuMs)), Median(costs.Select(static cost => cost.ElapsedMs)));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
