namespace Wallstreet.Storage;

/// <summary>A location does not name an object store.</summary>
/// <param name="message">What failed, where, and how to mend it.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public sealed class InvalidStoreLocationException(string message, Exception? cause = null)
    : ObjectStoreException(message, cause);
