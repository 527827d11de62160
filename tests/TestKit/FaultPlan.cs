namespace TestKit;

/// <summary>Decides what goes wrong at which call. Counting begins at 1 and covers all matching calls.</summary>
public sealed class FaultPlan
{
    private readonly Func<long, StoreCall, string, Fault> _choose;
    private long _calls;

    /// <param name="choose">Number of the call, kind, key → what happens.</param>
    public FaultPlan(Func<long, StoreCall, string, Fault> choose) => _choose = choose;

    /// <summary>How long every call takes at least.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The clock of the delays.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many calls were made.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    public static FaultPlan Nothing => new((_, _, _) => Fault.None);

    /// <summary>The <paramref name="number"/>th call of any kind.</summary>
    public static FaultPlan AtCall(long number, Fault fault) => new((n, _, _) => n == number ? fault : Fault.None);

    /// <summary>The <paramref name="number"/>th call of one kind whose key contains a text.</summary>
    public static FaultPlan At(StoreCall call, long number, Fault fault, string keyContains = "")
    {
        long seen = 0;
        return new FaultPlan((_, kind, key) =>
            kind == call && key.Contains(keyContains, StringComparison.Ordinal) && Interlocked.Increment(ref seen) == number
                ? fault
                : Fault.None);
    }

    /// <summary>Every call fails or has its answer lost with a probability, the same on every run of a seed.</summary>
    public static FaultPlan Random(int seed, double probability, params Fault[] faults)
    {
        Random random = new(seed);
        return new FaultPlan((_, _, _) =>
        {
            lock (random)
            {
                return random.NextDouble() < probability ? faults[random.Next(faults.Length)] : Fault.None;
            }
        });
    }

    internal Fault Next(StoreCall call, string key) => _choose(Interlocked.Increment(ref _calls), call, key);
}
