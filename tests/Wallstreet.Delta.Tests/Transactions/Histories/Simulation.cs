using TestKit;

namespace Wallstreet.Delta.Tests.Transactions.Histories;

/// <summary>Runs several writers by turns on one thread: at each call to the store, and at each pause, chance decides who
/// goes on. The same seed gives the same history.</summary>
internal sealed class Simulation(int seed) : IDisposable
{
    private readonly List<TaskCompletionSource> _waiting = [];
    private readonly SemaphoreSlim _stopped = new(0);

    public Random Random { get; } = new(seed);

    /// <summary>How likely a call goes wrong, in thousandths.</summary>
    public int FaultsPerMille { get; set; }

    public TimeProvider Time { get; private set; } = null!;

    /// <summary>Whether calls take turns; else they go through at once.</summary>
    public bool TakesTurns { get; private set; }

    public void Dispose() => _stopped.Dispose();

    /// <summary>Runs the writers to their end.</summary>
    public void Run(IReadOnlyList<Func<Task>> writers)
    {
        TakesTurns = true;
        List<Task> running = [];
        foreach (Func<Task> writer in writers)
        {
            running.Add(RunAsync(writer));
            _stopped.Wait();
        }

        while (_waiting.Count > 0)
        {
            int chosen = Random.Next(_waiting.Count);
            TaskCompletionSource next = _waiting[chosen];
            _waiting.RemoveAt(chosen);
            next.SetResult();
            _stopped.Wait();
        }

        TakesTurns = false;
        foreach (Task writer in running)
        {
            writer.GetAwaiter().GetResult();
        }
    }

    /// <summary>Waits for its turn.</summary>
    public Task WaitAsync()
    {
        if (!TakesTurns)
        {
            return Task.CompletedTask;
        }

        TaskCompletionSource turn = new();
        _waiting.Add(turn);
        _stopped.Release();
        return turn.Task;
    }

    /// <summary>What happens to a call.</summary>
    public Fault Next(StoreCall call)
    {
        if (!TakesTurns || Random.Next(1000) >= FaultsPerMille)
        {
            return Fault.None;
        }

        return Random.Next(8) switch
        {
            0 => Fault.CrashBefore,
            1 => Fault.CrashAfter,
            2 or 3 => Fault.FailBefore,
            _ => call is StoreCall.TryPutIfAbsent && Random.Next(2) == 0 ? Fault.DenyAfter : Fault.FailAfter,
        };
    }

    public static Simulation Create(int seed)
    {
        Simulation simulation = new(seed);
        simulation.Time = new SimulatedTime(simulation);
        return simulation;
    }

    private async Task RunAsync(Func<Task> writer)
    {
        try
        {
            await writer().ConfigureAwait(false);
        }
        finally
        {
            _stopped.Release();
        }
    }
}
