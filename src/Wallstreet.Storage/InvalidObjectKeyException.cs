namespace Wallstreet.Storage;

/// <summary>A key breaks the rules of <see cref="ObjectKey"/>.</summary>
/// <param name="key">The key or prefix.</param>
/// <param name="reason">Which rule it breaks.</param>
public sealed class InvalidObjectKeyException(string key, string reason)
    : ObjectStoreException($"'{key}' is not a valid object key: {reason}.")
{
    /// <summary>The key or prefix that was refused.</summary>
    public string Key { get; } = key;
}
