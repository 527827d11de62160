using System.Runtime.CompilerServices;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>Reads the actions of a checkpoint.</summary>
internal sealed class CheckpointReader(IObjectStore store, int readsInFlightMax)
{
    public async IAsyncEnumerable<CommitActions> ReadAsync(
        IReadOnlyList<LogFile> parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        throw new UnsupportedFeatureException(
            "checkpoint", $"{store.Location} {parts[0].Key} {readsInFlightMax}: checkpoints cannot be read yet.");
#pragma warning disable CS0162
        yield break;
#pragma warning restore CS0162
    }
}
