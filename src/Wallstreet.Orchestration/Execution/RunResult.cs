using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Execution;

/// <summary>How a run ended.</summary>
/// <param name="Status">Succeeded, failed or canceled.</param>
/// <param name="Steps">How its steps ended.</param>
/// <param name="Message">What failed, in a sentence; null when nothing did.</param>
public sealed record RunResult(RunStatus Status, StepCounts Steps, string? Message);
