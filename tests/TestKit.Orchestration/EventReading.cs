using Wallstreet.Orchestration.Events;

namespace TestKit.Orchestration;

/// <summary>What a log holds, and what it gives to those who follow it.</summary>
public static class EventReading
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<List<RunEvent>> ReadAllAsync(this IEventLog log) =>
        await log.ReadAsync(0, EventFilter.Everything, Token).ToListAsync(Token);

    public static async Task<List<long>> SequencesAsync(this IAsyncEnumerable<RunEvent> events) =>
        await events.Select(e => e.Sequence).ToListAsync(Token);

    /// <summary>The sequences of the first events that a subscription gives.</summary>
    public static async Task<List<long>> TakeAsync(this IEventLog log, long after, int count) =>
        await log.SubscribeAsync(after, Token).Take(count).SequencesAsync();
}
