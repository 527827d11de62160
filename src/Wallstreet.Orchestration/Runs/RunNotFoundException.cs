namespace Wallstreet.Orchestration.Runs;

/// <summary>There is no run with this id.</summary>
/// <param name="runId">The id that was asked for.</param>
public sealed class RunNotFoundException(RunId runId)
    : KeyNotFoundException($"There is no run \"{runId}\". `wallstreet runs list` shows the runs of this lake.")
{
    /// <summary>The id that was asked for.</summary>
    public RunId RunId { get; } = runId;
}
