using System.Buffers;
using System.Text;

namespace Wallstreet.Query.Rewriting;

/// <summary>Writes file names so that DuckDB does not take characters in them for wildcards.</summary>
internal static class GlobText
{
    private static readonly SearchValues<char> _wildcards = SearchValues.Create("*?[");

    public static string Escape(string path)
    {
        if (!path.AsSpan().ContainsAny(_wildcards))
        {
            return path;
        }

        var builder = new StringBuilder(path.Length + 8);
        foreach (char character in path)
        {
            _ = character is '*' or '?' or '[' ? builder.Append('[').Append(character).Append(']') : builder.Append(character);
        }

        return builder.ToString();
    }
}
