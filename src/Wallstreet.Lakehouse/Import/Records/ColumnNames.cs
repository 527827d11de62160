using System.Globalization;
using System.Text;

namespace Wallstreet.Lakehouse.Import.Records;

/// <summary>Makes names of columns that SQL takes without quotes.</summary>
internal static class ColumnNames
{
    private const int CharsMax = 100;

    /// <summary>Safe names in snake case, each once: <c>Adj Close</c> → <c>adj_close</c>, <c>OpenInt</c> → <c>open_int</c>,
    /// <c>1 Mo</c> → <c>_1_mo</c>; a blank name becomes <c>column_N</c>, a second <c>close</c> becomes <c>close_2</c>.</summary>
    public static IReadOnlyList<string> Safe(IReadOnlyList<string> names)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        List<string> safe = [];
        for (int i = 0; i < names.Count; i++)
        {
            string name = Safe(names[i]);
            if (name.Length == 0)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"column_{i + 1}");
            }

            string free = name;
            for (int n = 2; !taken.Add(free); n++)
            {
                free = string.Create(CultureInfo.InvariantCulture, $"{name}_{n}");
            }

            safe.Add(free);
        }

        return safe;
    }

    private static string Safe(string name)
    {
        StringBuilder snake = new(name.Length + 4);
        for (int i = 0; i < name.Length && snake.Length < CharsMax; i++)
        {
            char c = name[i];
            if (!char.IsLetterOrDigit(c))
            {
                Separate(snake);
                continue;
            }

            // A word begins where small letters end: OpenInt; and where capitals do: SPYClose.
            bool begins = char.IsUpper(c) && i > 0
                && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]) && char.IsUpper(name[i - 1])));
            if (begins)
            {
                Separate(snake);
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        string text = snake.ToString().TrimEnd('_');
        return text.Length > 0 && char.IsDigit(text[0]) ? "_" + text : text;
    }

    private static void Separate(StringBuilder snake)
    {
        if (snake.Length > 0 && snake[^1] != '_')
        {
            snake.Append('_');
        }
    }
}
