using Wallstreet.Storage;

namespace Wallstreet.Hosting;

/// <summary>Finds out at the start, and not in the first step of a run, that a remote lake cannot be reached.</summary>
internal static class LakeReach
{
    /// <summary>Asks the store for one object.</summary>
    /// <exception cref="ObjectStoreException">The bucket is missing, the credentials are wrong, or nobody answers.</exception>
    public static async Task ProveReachableAsync(this IObjectStore lake, CancellationToken cancellationToken)
    {
        // A folder is proved by the metadata store inside it.
        if (lake.FindLocalPath("any") is not null)
        {
            return;
        }

        await foreach (ObjectHead _ in lake.ListAsync("", null, cancellationToken).ConfigureAwait(false))
        {
            return;
        }
    }
}
