namespace Wallstreet.Storage;

/// <summary>An object store could not do what it was asked. The derived type says which failure it is.</summary>
/// <param name="message">What failed, where, and how to mend it.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public abstract class ObjectStoreException(string message, Exception? cause = null) : IOException(message, cause);
