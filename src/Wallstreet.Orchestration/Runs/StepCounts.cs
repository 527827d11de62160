namespace Wallstreet.Orchestration.Runs;

/// <summary>How many steps of a run are in which state.</summary>
/// <param name="Total">All steps of the plan.</param>
/// <param name="Succeeded">Ended well.</param>
/// <param name="Failed">Ended and not well.</param>
/// <param name="Skipped">Not executed.</param>
/// <param name="Running">Executing now.</param>
public readonly record struct StepCounts(int Total, int Succeeded, int Failed, int Skipped, int Running);
