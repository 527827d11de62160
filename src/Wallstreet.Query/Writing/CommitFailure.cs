using Wallstreet.Delta;

namespace Wallstreet.Query.Writing;

/// <summary>What a failed commit leaves open. A put whose answer was lost, or a failure after it, may have landed: then the
/// files are the table's, and taking them back would lose rows.</summary>
internal static class CommitFailure
{
    /// <summary>Whether the commit certainly did not land, so that nobody needs its files.</summary>
    public static bool IsCertain(Exception failure) => failure is ConcurrentModificationException
        or ConstraintViolationException or SchemaMismatchException or UnsupportedFeatureException or TableAlreadyExistsException;
}
