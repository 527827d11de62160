using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Daemons;

/// <summary>A run whose process died.</summary>
/// <param name="Run">The run.</param>
/// <param name="StepsInFlight">The steps that were at work.</param>
public sealed record InterruptedRun(Run Run, IReadOnlyList<StepKey> StepsInFlight);
