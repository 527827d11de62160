using System.Runtime.CompilerServices;

namespace Wallstreet.Delta.Log;

/// <summary>Reads several things at a time and gives them in their order.</summary>
internal static class ReadAhead
{
    /// <summary>Reads; whoever stops early or fails ends the reads that are under way, and waits for them.</summary>
    /// <param name="items">What is read.</param>
    /// <param name="inFlightMax">How many reads may be under way at once.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    public static async IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items,
        int inFlightMax,
        Func<TItem, CancellationToken, Task<TResult>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<TResult>> running = new();
        try
        {
            foreach (TItem item in items)
            {
                running.Enqueue(Task.Run(() => read(item, stop.Token), stop.Token));
                if (running.Count >= inFlightMax)
                {
                    yield return await running.Dequeue().ConfigureAwait(false);
                }
            }

            while (running.Count > 0)
            {
                yield return await running.Dequeue().ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running.Select(static task => task.ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)))
                .ConfigureAwait(false);
        }
    }
}
