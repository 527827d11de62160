using System.Diagnostics.CodeAnalysis;

namespace Wallstreet.Orchestration.Assets;

/// <summary>
/// The name of an asset: one or more segments joined by slashes, for example <c>silver/daily_bars</c>. A segment is made
/// of ASCII letters, digits, <c>_</c> and <c>-</c> and starts with a letter or <c>_</c>; so every key is also a dotted
/// table name. Keys are case-sensitive.
/// </summary>
public readonly record struct AssetKey : IComparable<AssetKey>
{
    /// <summary>The longest path accepted, in characters.</summary>
    public const int LengthMax = 200;

    private readonly string? _path;

    /// <summary>Makes a key.</summary>
    /// <param name="path">The segments joined by slashes.</param>
    /// <exception cref="InvalidAssetKeyException">The path is not a valid key.</exception>
    public AssetKey(string path)
    {
        if (FindFault(path) is { } fault)
        {
            throw new InvalidAssetKeyException(path, fault);
        }

        _path = path;
    }

    /// <summary>The segments joined by slashes.</summary>
    public string Path => _path ?? "";

    /// <summary>The last segment.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Reads a key.</summary>
    /// <exception cref="InvalidAssetKeyException">The text is not a valid key.</exception>
    public static AssetKey Parse(string text) => new(text);

    /// <summary>Reads a key; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AssetKey key)
    {
        key = FindFault(text) is null ? new AssetKey(text!) : default;
        return key._path is not null;
    }

    /// <summary>Makes a key from a dotted table name: <c>silver.daily_bars</c> is <c>silver/daily_bars</c>.</summary>
    /// <exception cref="InvalidAssetKeyException">The name is not that of an asset.</exception>
    public static AssetKey FromTableName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new AssetKey(name.Replace('.', '/'));
    }

    /// <summary>The dotted table name: <c>silver.daily_bars</c>.</summary>
    public string ToTableName() => Path.Replace('/', '.');

    /// <inheritdoc />
    public int CompareTo(AssetKey other) => string.CompareOrdinal(Path, other.Path);

    /// <inheritdoc />
    public override string ToString() => Path;

#pragma warning disable CS1591 // An order by path, as CompareTo says.
    public static bool operator <(AssetKey left, AssetKey right) => left.CompareTo(right) < 0;

    public static bool operator >(AssetKey left, AssetKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(AssetKey left, AssetKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AssetKey left, AssetKey right) => left.CompareTo(right) >= 0;
#pragma warning restore CS1591

    private static string? FindFault(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return "it is empty";
        }

        if (path.Length > LengthMax)
        {
            return $"it has {path.Length} characters; at most {LengthMax} are allowed";
        }

        bool start = true;
        for (int i = 0; i < path.Length; i++)
        {
            char c = path[i];
            if (c == '/' && !start)
            {
                start = true;
                continue;
            }

            bool letter = char.IsAsciiLetter(c) || c == '_';
            if (!letter && (start || (!char.IsAsciiDigit(c) && c != '-')))
            {
                return start
                    ? $"a segment starts with '{c}' at position {i + 1}; start it with a letter or '_'"
                    : $"'{c}' at position {i + 1} is not allowed; use letters, digits, '_' and '-'";
            }

            start = false;
        }

        return start ? "it ends with '/'" : null;
    }
}
