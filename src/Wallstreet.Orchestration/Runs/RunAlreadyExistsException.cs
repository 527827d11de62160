namespace Wallstreet.Orchestration.Runs;

/// <summary>A run with this id was created before.</summary>
/// <param name="runId">The id.</param>
public sealed class RunAlreadyExistsException(RunId runId)
    : InvalidOperationException($"The run \"{runId}\" exists already; a run is created once, with an id of RunId.New.")
{
    /// <summary>The id.</summary>
    public RunId RunId { get; } = runId;
}
