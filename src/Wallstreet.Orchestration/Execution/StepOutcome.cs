using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Execution;

/// <summary>How an attempt ended.</summary>
public abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>The asset was made.</summary>
    /// <param name="Events">What is still to be appended to the log, before the step counts as succeeded.</param>
    public sealed record Succeeded(IReadOnlyList<RunEvent> Events) : StepOutcome;

    /// <summary>It was not made, or must not be used.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="Retryable">False when another attempt cannot mend it.</param>
    public sealed record Failed(StepError Error, bool Retryable = true) : StepOutcome;

    /// <summary>The run was canceled and the attempt has stopped.</summary>
    public sealed record Canceled : StepOutcome;
}
