namespace Wallstreet.Storage;

/// <summary>The store could not be reached, or kept failing after every retry.</summary>
/// <param name="message">What failed, where, and how to mend it.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public sealed class ObjectStoreUnavailableException(string message, Exception? cause = null)
    : ObjectStoreException(message, cause);
