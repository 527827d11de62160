using System.Runtime.CompilerServices;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary>The events of one run.</summary>
internal static class RunEvents
{
    /// <summary>Reads the events of a run as they are appended, by this process or another, until the one that ends it.</summary>
    public static async IAsyncEnumerable<RunEvent> FollowAsync(
        IEventLog log, RunId run, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RunEvent runEvent in log.SubscribeAsync(after, cancellationToken).ConfigureAwait(false))
        {
            if (runEvent.RunId != run)
            {
                continue;
            }

            yield return runEvent;
            if (IsEnd(runEvent))
            {
                yield break;
            }
        }
    }

    /// <summary>Whether nothing follows it in its run.</summary>
    public static bool IsEnd(RunEvent runEvent) => runEvent is RunSucceeded or RunFailed or RunCanceled or RunInterrupted;
}
