namespace Wallstreet.Orchestration.Events;

/// <summary>
/// Somebody asked, in a process that does not execute the run, that it be stopped. The process that executes it reads this
/// in the log and stops it.
/// </summary>
public sealed record RunCancelRequested : RunEvent
{
    /// <summary>Who asked, for example <c>process 4711 on quant-1</c>.</summary>
    public string? RequestedBy { get; init; }
}
