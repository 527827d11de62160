namespace Wallstreet.Storage;

/// <summary>The store itself, such as its bucket, does not exist.</summary>
/// <param name="message">What failed, where, and how to mend it.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public sealed class ObjectStoreMissingException(string message, Exception? cause = null)
    : ObjectStoreException(message, cause);
