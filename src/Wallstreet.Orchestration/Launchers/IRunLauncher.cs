using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Launchers;

/// <summary>
/// Brings stored runs to execution. A run that was accepted gets a final status, whatever happens to it; if its process
/// dies, the next start gives it one.
/// </summary>
public interface IRunLauncher
{
    /// <summary>Accepts a queued run and returns; it is executed when there is room.</summary>
    ValueTask LaunchAsync(Run run, CancellationToken cancellationToken);

    /// <summary>Tells a run to stop. False when this launcher has no such run that has not ended.</summary>
    ValueTask<bool> TerminateAsync(RunId runId, CancellationToken cancellationToken);

    /// <summary>Waits until a run that was accepted has ended; returns at once when it is not known here.</summary>
    Task WaitAsync(RunId runId, CancellationToken cancellationToken);
}
