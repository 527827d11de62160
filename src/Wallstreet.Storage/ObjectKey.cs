using System.Globalization;
using System.Text;

namespace Wallstreet.Storage;

/// <summary>
/// The rules of keys: segments divided by <c>/</c>, none of them empty, <c>.</c> or <c>..</c>; at most 1024 bytes of
/// UTF-8; no control characters and no half surrogates. Names of unfinished local writes are reserved.
/// </summary>
public static class ObjectKey
{
    /// <summary>The longest key, in bytes of UTF-8 (the limit of S3).</summary>
    public const int LengthBytesMax = 1024;

    private const string UnfinishedStart = ".ws-unfinished-";

    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The order of listings: by UTF-8 bytes, which is not quite the order of UTF-16 units.</summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    /// <summary>Compares two keys by their UTF-8 bytes.</summary>
    /// <param name="left">One key.</param>
    /// <param name="right">Another key.</param>
    /// <returns>Below zero if <paramref name="left"/> comes first, zero if they are equal, above zero otherwise.</returns>
    public static int Compare(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Compare(left.AsSpan(), right);
    }

    /// <summary>Compares two keys, or the ends of two keys after the same beginning, by their UTF-8 bytes.</summary>
    internal static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // Surrogates stand for code points above all others, but their units sort below U+E000..U+FFFF.
        char a = left[common];
        char b = right[common];
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }

    /// <summary>Refuses a key that breaks the rules.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidObjectKeyException">Says which rule.</exception>
    public static void Validate(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string? reason = key.Length == 0 ? "it is empty" : FindFault(key) ?? FindFaultySegment(key);
        if (reason is not null)
        {
            throw new InvalidObjectKeyException(key, reason);
        }
    }

    /// <summary>Refuses the beginning of keys that no key can have. An empty prefix is fine.</summary>
    /// <param name="prefix">The prefix; its last segment may be incomplete.</param>
    /// <exception cref="InvalidObjectKeyException">Says which rule.</exception>
    public static void ValidatePrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        int lastSlash = prefix.LastIndexOf('/');
        string? reason = FindFault(prefix) ?? (lastSlash < 0 ? null : FindFaultySegment(prefix[..lastSlash]));
        if (reason is not null)
        {
            throw new InvalidObjectKeyException(prefix, reason);
        }
    }

    /// <summary>A file name for a write under way; such names are never keys.</summary>
    internal static string NewUnfinishedName() => UnfinishedStart + Guid.NewGuid().ToString("N");

    /// <summary>Whether a file name is that of a write under way, or of one that was killed.</summary>
    internal static bool IsUnfinishedName(ReadOnlySpan<char> name) => name.StartsWith(UnfinishedStart, StringComparison.Ordinal);

    private static string? FindFault(string key)
    {
        foreach (char c in key)
        {
            if (char.IsControl(c))
            {
                return string.Create(CultureInfo.InvariantCulture, $"it contains the control character U+{(int)c:X4}");
            }
        }

        try
        {
            int length = _strictUtf8.GetByteCount(key);
            return length <= LengthBytesMax
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"it has {length} bytes and {LengthBytesMax} are allowed");
        }
        catch (EncoderFallbackException)
        {
            return "it contains half of a surrogate pair";
        }
    }

    private static string? FindFaultySegment(string key)
    {
        foreach (Range range in key.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> segment = key.AsSpan(range);
            if (segment.IsEmpty)
            {
                return "it begins or ends with a slash or has two in a row";
            }

            if (segment is "." or "..")
            {
                return "it contains a segment '.' or '..'";
            }

            if (IsUnfinishedName(segment))
            {
                return $"names beginning with '{UnfinishedStart}' are reserved for unfinished writes";
            }
        }

        return null;
    }
}
