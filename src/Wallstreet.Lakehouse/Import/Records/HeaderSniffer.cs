using Wallstreet.Lakehouse.Import.Typing;

namespace Wallstreet.Lakehouse.Import.Records;

/// <summary>Tells whether the first record names the columns.</summary>
internal static class HeaderSniffer
{
    public static bool HasHeader(IReadOnlyList<string[]> records, ReadingRules rules)
    {
        string[] first = records[0];
        int votes = 0;
        for (int column = 0; column < first.Length; column++)
        {
            bool firstIsValue = IsTyped(first[column], rules);
            int values = 0;
            int typed = 0;
            foreach (string[] record in records.Skip(1))
            {
                if (column < record.Length && !string.IsNullOrWhiteSpace(record[column]))
                {
                    values++;
                    typed += IsTyped(record[column], rules) ? 1 : 0;
                }
            }

            // A word above numbers or dates is a name; a number above numbers is a value.
            bool isTypedColumn = values > 0 && typed * 10 >= values * 9;
            votes += !isTypedColumn ? 0 : firstIsValue ? -1 : string.IsNullOrWhiteSpace(first[column]) ? 0 : 1;
        }

        return votes > 0 || (votes == 0 && LooksLikeNames(first, rules));
    }

    private static bool LooksLikeNames(string[] first, ReadingRules rules) =>
        first.All(cell => !IsTyped(cell, rules))
        && first.Any(static cell => !string.IsNullOrWhiteSpace(cell))
        && first.Where(static cell => cell.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Count() == first.Count(static cell => cell.Length > 0);

    private static bool IsTyped(string cell, ReadingRules rules)
    {
        ReadOnlySpan<char> text = cell.AsSpan().Trim();
        return NumberShape.TryRead(text, '.', out _) || NumberShape.TryRead(text, ',', out _)
            || DateScanner.TryRead(text, rules.PivotYear, out _)
            || rules.NullLookup.Contains(text);
    }
}
