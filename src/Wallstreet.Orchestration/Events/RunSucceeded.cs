namespace Wallstreet.Orchestration.Events;

/// <summary>A run ended and every step of it succeeded or was rightly skipped.</summary>
public sealed record RunSucceeded : RunEvent;
