namespace Wallstreet.Storage;

/// <summary>The store failed in a way that has no name of its own.</summary>
/// <param name="message">What failed, where, and how to mend it.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public sealed class ObjectStoreFailedException(string message, Exception? cause = null)
    : ObjectStoreException(message, cause);
