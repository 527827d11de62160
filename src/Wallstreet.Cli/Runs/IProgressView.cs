using Wallstreet.Orchestration.Events;

namespace Wallstreet.Cli.Runs;

/// <summary>Shows how a run goes on.</summary>
internal interface IProgressView
{
    /// <summary>Shows a run while its events come, and returns when there are no more.</summary>
    /// <param name="progress">What is known; events are applied to it here.</param>
    /// <param name="events">The events of the run.</param>
    Task ShowAsync(RunProgress progress, IAsyncEnumerable<RunEvent> events);
}
