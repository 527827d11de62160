namespace Wallstreet.Orchestration.Runs;

/// <summary>Questions about a <see cref="RunStatus" />.</summary>
public static class RunStatusExtensions
{
    /// <summary>Whether a run in this state has ended for good.</summary>
    /// <param name="status">The state.</param>
    public static bool IsFinal(this RunStatus status) => status >= RunStatus.Succeeded;

    /// <summary>The state as users and the API write it: <c>queued</c>, <c>running</c> ….</summary>
    /// <param name="status">The state.</param>
    public static string ToText(this RunStatus status) => status switch
    {
        RunStatus.Queued => "queued",
        RunStatus.Starting => "starting",
        RunStatus.Running => "running",
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        RunStatus.Canceled => "canceled",
        RunStatus.Interrupted => "interrupted",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This is not a state of a run."),
    };

    /// <summary>Reads what <see cref="ToText" /> wrote.</summary>
    /// <param name="text">The text, for example <c>running</c>.</param>
    /// <exception cref="FormatException">It is none of the states.</exception>
    public static RunStatus Parse(string text) => text switch
    {
        "queued" => RunStatus.Queued,
        "starting" => RunStatus.Starting,
        "running" => RunStatus.Running,
        "succeeded" => RunStatus.Succeeded,
        "failed" => RunStatus.Failed,
        "canceled" => RunStatus.Canceled,
        "interrupted" => RunStatus.Interrupted,
        _ => throw new FormatException(
            $"\"{text}\" is not a state of a run; use queued, starting, running, succeeded, failed, canceled or interrupted."),
    };
}
