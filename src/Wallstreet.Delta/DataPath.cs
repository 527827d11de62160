using Wallstreet.Storage;

namespace Wallstreet.Delta;

/// <summary>Turns the path of a data file, as the log has it, into where the file is. Protocol section "Add File and
/// Remove File": the path is a URI that must be decoded.</summary>
public static class DataPath
{
    /// <summary>The key of a file that lies below the table.</summary>
    /// <param name="path">The path as the log has it.</param>
    /// <param name="location">Where the table is; an absolute path below it is relative too.</param>
    /// <returns>The key, or <see langword="null"/> for an absolute path elsewhere.</returns>
    public static string? FindKey(string path, Uri location)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(location);
        if (!IsAbsolute(path))
        {
            return Uri.UnescapeDataString(path);
        }

        string root = Uri.UnescapeDataString(WithKnownScheme(location.AbsoluteUri));
        string full = Uri.UnescapeDataString(WithKnownScheme(ToUri(path).AbsoluteUri));
        return full.StartsWith(root, StringComparison.Ordinal) ? full[root.Length..] : null;
    }

    /// <summary>The URI of a file.</summary>
    /// <param name="path">The path as the log has it.</param>
    /// <param name="location">Where the table is.</param>
    /// <returns>An absolute URI.</returns>
    public static Uri GetUri(string path, Uri location)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(location);
        return IsAbsolute(path) ? ToUri(path) : Whole(path, () => new Uri(location, path));
    }

    /// <summary>Where a file is: below the table, or elsewhere where the table's store can reach.</summary>
    /// <param name="path">The path as the log has it.</param>
    /// <param name="store">The store, rooted at the table.</param>
    /// <param name="found">The store that has the file, and its key there.</param>
    /// <returns>Whether the file can be reached.</returns>
    public static bool TryResolve(string path, IObjectStore store, out (IObjectStore Store, string Key) found)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (FindKey(path, store.Location) is { } key)
        {
            found = (store, key);
            return true;
        }

        string location = WithKnownScheme(GetUri(path, store.Location).AbsoluteUri);
        int name = location.LastIndexOf('/') + 1;
        IObjectStore? other = store.FindStore(new Uri(location[..name]));
        found = (other ?? store, Uri.UnescapeDataString(location[name..]));
        return other is not null;
    }

    /// <summary>Writes a key as the log holds it.</summary>
    /// <param name="key">The key of a file below the table.</param>
    /// <returns>The path, with what a URI cannot hold escaped.</returns>
    public static string FromKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return string.Join('/', key.Split('/').Select(Uri.EscapeDataString)).Replace("%3D", "=", StringComparison.Ordinal);
    }

    /// <summary>Whether a path names its place on its own, and not below the table.</summary>
    internal static bool IsAbsolute(string path)
    {
        if (path.StartsWith('/'))
        {
            return true;
        }

        int colon = path.IndexOf(':', StringComparison.Ordinal);
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        return colon > 1 && (slash < 0 || colon < slash) && path[..colon].All(static letter =>
            char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.');
    }

    /// <summary>Hadoop has three names for one store.</summary>
    private static string WithKnownScheme(string uri) =>
        uri.StartsWith("s3a://", StringComparison.Ordinal) || uri.StartsWith("s3n://", StringComparison.Ordinal)
            ? "s3" + uri[3..]
            : uri;

    // A bare path may hold letters that mean something else in a URI.
    private static Uri ToUri(string path)
    {
        string text = path.StartsWith('/')
            ? "file://" + path.Replace("#", "%23", StringComparison.Ordinal).Replace("?", "%3F", StringComparison.Ordinal)
            : path.StartsWith("file:/", StringComparison.Ordinal) && !path.StartsWith("file://", StringComparison.Ordinal)
                ? "file://" + path["file:".Length..]
                : path;
        return Whole(path, () => new Uri(text));
    }

    /// <summary>A URI finds some of its faults only when it is asked for its parts.</summary>
    private static Uri Whole(string path, Func<Uri> create)
    {
        try
        {
            Uri uri = create();
            _ = uri.AbsoluteUri;
            _ = uri.LocalPath;
            return uri;
        }
        catch (UriFormatException exception)
        {
            throw new DataFileException(
                $"The log names the file '{path}', which is no path and no URI. The log is damaged, or its writer broke the "
                + "protocol; restore the commit from a backup.",
                exception);
        }
    }
}
