namespace Wallstreet.Storage;

/// <summary>What can be done with every object store.</summary>
public static class ObjectStoreExtensions
{
    /// <summary>A view of the objects below a prefix, whose keys are relative to it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="prefix">Whole segments, such as <c>silver/daily_bars</c>; a slash at the end changes nothing.</param>
    /// <returns>The view. It owns nothing and is cheap to make.</returns>
    public static IObjectStore Under(this IObjectStore store, string prefix)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(prefix);
        string trimmed = prefix.EndsWith('/') ? prefix[..^1] : prefix;
        ObjectKey.Validate(trimmed);
        return store is PrefixedObjectStore view
            ? new PrefixedObjectStore(view.Inner, view.Prefix + trimmed + "/")
            : new PrefixedObjectStore(store, trimmed + "/");
    }
}
