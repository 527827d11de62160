using System.Text;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Alterations;

/// <summary>Paths of columns as people write them: names with points between them, in backquotes where a name has a point
/// or another letter of its own.</summary>
public static class ColumnPathText
{
    /// <summary>Reads a path. A point outside of backquotes leads into a struct; in an array it is <c>element</c> that
    /// follows, in a map <c>key</c> or <c>value</c>.</summary>
    /// <param name="text">The path.</param>
    /// <returns>It.</returns>
    /// <exception cref="SchemaMismatchException">A name is empty, or its backquote does not end.</exception>
    public static ColumnPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ColumnPath(Parts(text, '.').Select(Unquote));
    }

    /// <summary>Reads a path of a table: a column that has just this name is meant first, points and all.</summary>
    /// <param name="schema">The table's schema.</param>
    /// <param name="text">The path.</param>
    /// <returns>It.</returns>
    /// <exception cref="SchemaMismatchException">A name is empty, or its backquote does not end.</exception>
    public static ColumnPath Resolve(StructType schema, string text)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(text);
        return schema.Find(text) is { } field ? new ColumnPath(field.Name) : Parse(text);
    }

    /// <summary>Reads paths of a table with commas between them; each as <see cref="Resolve"/> does.</summary>
    /// <param name="schema">The table's schema.</param>
    /// <param name="list">The paths; blank for none.</param>
    /// <returns>Them.</returns>
    /// <exception cref="SchemaMismatchException">A name is empty, or its backquote does not end.</exception>
    public static IReadOnlyList<ColumnPath> ResolveAll(StructType schema, string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return [.. Split(list).Select(text => Resolve(schema, text))];
    }

    /// <summary>Writes a path so that it can be read again.</summary>
    /// <param name="path">The path.</param>
    /// <returns>Its text.</returns>
    public static string Write(ColumnPath path) => string.Join('.', path.Names.Select(static name =>
        name.Length > 0 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
            ? name
            : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`"));

    /// <summary>The paths of a list with commas.</summary>
    internal static IEnumerable<string> Split(string list) =>
        string.IsNullOrWhiteSpace(list) ? [] : Parts(list, ',').Select(static part => part.Trim());

    private static string Unquote(string part)
    {
        string name = part.Trim();
        name = name.Length > 1 && name[0] == '`' && name[^1] == '`'
            ? name[1..^1].Replace("``", "`", StringComparison.Ordinal)
            : name;
        return name.Length > 0 ? name : throw new SchemaMismatchException("A column's name is empty.");
    }

    private static List<string> Parts(string text, char separator)
    {
        List<string> parts = [];
        StringBuilder part = new();
        bool quoted = false;
        foreach (char letter in text)
        {
            quoted ^= letter == '`';
            if (letter == separator && !quoted)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(letter);
            }
        }

        parts.Add(part.ToString());
        return quoted ? throw new SchemaMismatchException($"In '{text}', a backquote does not end.") : parts;
    }
}
