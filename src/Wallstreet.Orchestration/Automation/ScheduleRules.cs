namespace Wallstreet.Orchestration.Automation;

/// <summary>What every store of schedules checks before it acts.</summary>
public static class ScheduleRules
{
    /// <summary>Refuses an outcome that is none.</summary>
    /// <param name="outcome">The outcome.</param>
    public static void CheckOutcome(TickOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Status == TickStatus.Started)
        {
            throw new ArgumentException("A tick ends launched, skipped or failed, not started.", nameof(outcome));
        }
    }

    /// <summary>The error for a tick that does not exist.</summary>
    /// <param name="tickId">The id that was asked for.</param>
    public static KeyNotFoundException NoSuchTick(long tickId) =>
        new($"There is no tick {tickId}; it was removed by pruning or never begun.");
}
