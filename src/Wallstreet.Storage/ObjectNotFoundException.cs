namespace Wallstreet.Storage;

/// <summary>There is no object of the asked key.</summary>
/// <param name="location">The store.</param>
/// <param name="key">The key that was asked for.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public sealed class ObjectNotFoundException(Uri location, string key, Exception? cause = null)
    : ObjectStoreException($"There is no object '{key}' in {location}.", cause)
{
    /// <summary>The key that was asked for.</summary>
    public string Key { get; } = key;
}
