namespace Wallstreet.Storage;

/// <summary>The store refused access: credentials are missing or wrong, a permission is missing, or it is read-only.</summary>
/// <param name="message">What failed, where, and how to mend it.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public sealed class ObjectStoreAccessException(string message, Exception? cause = null)
    : ObjectStoreException(message, cause);
