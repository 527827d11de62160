namespace Wallstreet.Orchestration.Definitions;

/// <summary>How far a step is.</summary>
/// <param name="Message">What is being done.</param>
/// <param name="Fraction">The share that is done, 0 to 1; null when it is not known.</param>
public readonly record struct StepProgress(string Message, double? Fraction);
