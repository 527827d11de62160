namespace Wallstreet.Insight.Parsing;

/// <summary>Finds what somebody meant who wrote nearly the right word.</summary>
internal static class NearestName
{
    /// <summary>The nearest of some names within a third of the word's length, or null.</summary>
    public static string? Find(string given, IEnumerable<string> names)
    {
        (string? best, int bestDistance) = (null, Math.Min(given.Length, Math.Max(1, given.Length / 3) + 1));
        foreach (string name in names)
        {
            int distance = Distance(given, name);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best;
    }

    /// <summary>A sentence for people: the nearest name if there is one, else all of them.</summary>
    public static string Hint(string given, IReadOnlyCollection<string> names) =>
        Find(given, names) is { } nearest ? $"Did you mean '{nearest}'?"
        : names.Count == 0 ? "There are none."
        : $"There are: {string.Join(", ", names)}.";

    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
