using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Daemons;

/// <summary>What was found at the start.</summary>
/// <param name="Interrupted">Runs that were at work when their process died; they may be tried again from where they failed.</param>
/// <param name="Waiting">Runs that had not begun; they belong to this process now and are to be launched, the first first.</param>
public sealed record RunRecoveryResult(IReadOnlyList<InterruptedRun> Interrupted, IReadOnlyList<Run> Waiting);
