namespace Wallstreet.Orchestration.Execution;

/// <summary>
/// Carries out attempts in one kind of isolation. It does not throw for what an asset does wrong: that is an outcome.
/// </summary>
public interface IStepRunner
{
    /// <summary>Carries out an attempt.</summary>
    /// <param name="attempt">What to make.</param>
    /// <param name="events">Takes events to the log.</param>
    /// <param name="cancellationToken">Signalled when the run is canceled; the attempt then stops and says so.</param>
    ValueTask<StepOutcome> RunAsync(StepAttempt attempt, IStepEvents events, CancellationToken cancellationToken);
}
