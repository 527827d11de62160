namespace Wallstreet.Orchestration.Runs;

/// <summary>What every store of runs checks before it acts.</summary>
public static class RunRules
{
    /// <summary>The longest portion of a list.</summary>
    public const int PageSizeMax = 1000;

    /// <summary>Refuses a change that a run's life does not have.</summary>
    /// <param name="expected">From.</param>
    /// <param name="target">To.</param>
    /// <exception cref="ArgumentException">A run does not go this way.</exception>
    public static void CheckTransition(RunStatus expected, RunStatus target)
    {
        if (expected.IsFinal() || target <= expected)
        {
            throw new ArgumentException(
                $"A run does not go from {expected.ToText()} to {target.ToText()}; it goes from queued over starting and running to one final state.",
                nameof(target));
        }
    }

    /// <summary>Refuses a portion that is empty or too long.</summary>
    /// <param name="limit">The size.</param>
    public static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PageSizeMax);
    }

    /// <summary>Reads a cursor: the id of the last run of the portion before.</summary>
    /// <param name="cursor">The cursor, or null.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static RunId? ReadCursor(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        return RunId.TryParse(cursor, out RunId id)
            ? id
            : throw new ArgumentException($"\"{cursor}\" is not a cursor of a list of runs; take the next cursor of the list before.", nameof(cursor));
    }

    /// <summary>The run after a change of its state.</summary>
    /// <param name="run">The run.</param>
    /// <param name="target">The new state.</param>
    /// <param name="at">When.</param>
    public static Run Advance(Run run, RunStatus target, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run with
        {
            Status = target,
            StartedAt = target == RunStatus.Running ? at : run.StartedAt,
            EndedAt = target.IsFinal() ? at : run.EndedAt,
        };
    }
}
