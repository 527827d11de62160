using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Execution;

/// <summary>Takes the events of an attempt to the log, in the order in which they are given.</summary>
public interface IStepEvents
{
    /// <summary>Gives an event without waiting for it.</summary>
    void Post(RunEvent runEvent);

    /// <summary>Gives an event and waits until it is in the log.</summary>
    ValueTask AppendAsync(RunEvent runEvent, CancellationToken cancellationToken);
}
