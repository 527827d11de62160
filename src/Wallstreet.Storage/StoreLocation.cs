namespace Wallstreet.Storage;

/// <summary>Locations as URIs: keys are verbatim, so they are escaped on the way in and unescaped on the way out.</summary>
internal static class StoreLocation
{
    /// <summary>The location of what lies below <paramref name="prefix"/>, which ends with a slash or is empty.</summary>
    public static Uri Append(Uri location, string prefix) =>
        new(location.AbsoluteUri + string.Join('/', prefix.Split('/').Select(Uri.EscapeDataString)));

    /// <summary>The location of a folder.</summary>
    public static Uri OfFolder(string absolutePath)
    {
        string path = absolutePath.Replace('\\', '/').Trim('/');
        return Append(new Uri("file:///"), path.Length == 0 ? "" : path + "/");
    }

    /// <summary>The prefix, unescaped and with a slash at its end or empty, by which a place lies below another; null if
    /// it does not.</summary>
    public static string? FindBelow(Uri location, Uri place)
    {
        string root = Uri.UnescapeDataString(location.AbsoluteUri);
        string full = Uri.UnescapeDataString(place.AbsoluteUri);
        full = full.EndsWith('/') ? full : full + "/";
        return full.StartsWith(root, StringComparison.Ordinal) ? full[root.Length..] : null;
    }

    /// <summary>The unescaped path of a location, without slashes around it.</summary>
    public static string PathOf(Uri location) => Uri.UnescapeDataString(location.AbsolutePath).Trim('/');
}
