namespace Wallstreet.Storage;

/// <summary>The store lets several writers win one key, so commits on it could be lost. Writing is refused.</summary>
/// <param name="message">What failed, where, and how to mend it.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public sealed class UnsafeConditionalPutException(string message, Exception? cause = null)
    : ObjectStoreException(message, cause);
