using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;

namespace Wallstreet.Orchestration.Workers;

/// <summary>How an attempt in a worker process ended: the last line on its standard output.</summary>
internal sealed record WorkerOutcome
{
    /// <summary>What tells the line from those of events.</summary>
    public const string TypeName = "step_outcome";

    public string Type { get; init; } = TypeName;

    public required string Outcome { get; init; }

    public bool Retryable { get; init; }

    public StepError? Error { get; init; }

    public static WorkerOutcome From(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Succeeded => new WorkerOutcome { Outcome = "succeeded" },
        StepOutcome.Failed failed => new WorkerOutcome { Outcome = "failed", Error = failed.Error, Retryable = failed.Retryable },
        _ => new WorkerOutcome { Outcome = "canceled" },
    };

    public StepOutcome ToOutcome() => Outcome switch
    {
        "succeeded" => new StepOutcome.Succeeded([]),
        "canceled" => new StepOutcome.Canceled(),
        _ => new StepOutcome.Failed(Error ?? new StepError("The worker process gave no reason."), Retryable),
    };
}
