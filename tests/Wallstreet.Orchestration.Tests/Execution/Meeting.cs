using Wallstreet.Orchestration.Definitions;

namespace Wallstreet.Orchestration.Tests.Execution;

/// <summary>Steps that wait for each other: the first ones until so many are at work at once. Fails a step when that never
/// comes.</summary>
/// <param name="size">How many.</param>
internal sealed class Meeting(int size)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _present;

    /// <summary>The most that were at work at once.</summary>
    public int Most { get; private set; }

    public async ValueTask<object?> ComeAsync(AssetContext context)
    {
        Count(1);
        await _complete.Task.WaitAsync(TimeSpan.FromMinutes(1), context.CancellationToken);
        // Time in which one too many could come.
        await Task.Delay(5, context.CancellationToken);
        Count(-1);
        return null;
    }

    private void Count(int change)
    {
        lock (_lock)
        {
            _present += change;
            Most = Math.Max(Most, _present);
            if (_present >= size)
            {
                _complete.TrySetResult();
            }
        }
    }
}
