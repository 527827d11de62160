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

    /// <summary>The unescaped path of a location, without slashes around it.</summary>
    public static string PathOf(Uri location) => Uri.UnescapeDataString(location.AbsolutePath).Trim('/');
}
