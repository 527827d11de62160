namespace Wallstreet.Storage;

/// <summary>The store has no room left: the disk or the quota is full.</summary>
/// <param name="message">What failed, where, and how to mend it.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public sealed class ObjectStoreFullException(string message, Exception? cause = null)
    : ObjectStoreException(message, cause);
