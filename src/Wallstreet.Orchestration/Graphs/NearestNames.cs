namespace Wallstreet.Orchestration.Graphs;

/// <summary>Finds the names that somebody may have meant.</summary>
internal static class NearestNames
{
    private const int NamesMax = 3;

    /// <summary>The names most like <paramref name="text"/>, best first; those that are too far off are left out.</summary>
    public static IReadOnlyList<string> Find(string text, IEnumerable<string> names)
    {
        int limit = Math.Max(2, text.Length / 3);
        return [.. names
            .Select(name => (Name: name, Distance: Measure(text, name)))
            .Where(pair => pair.Distance <= limit)
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Take(NamesMax)
            .Select(pair => pair.Name)];
    }

    /// <summary>A sentence that offers the names, or says something else when there is none.</summary>
    public static string Describe(IReadOnlyList<string> nearest, string otherwise) => nearest.Count switch
    {
        0 => otherwise,
        1 => $"Did you mean \"{nearest[0]}\"?",
        _ => $"Did you mean one of \"{string.Join("\", \"", nearest)}\"?",
    };

    private static int Measure(string text, string name)
    {
        int whole = Distance(text, name);
        int slash = name.LastIndexOf('/');
        return slash < 0 ? whole : Math.Min(whole, 1 + Distance(text[(text.LastIndexOf('/') + 1)..], name[(slash + 1)..]));
    }

    /// <summary>The Levenshtein distance, not minding case.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                int best = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost);
                diagonal = row[j];
                row[j] = best;
            }
        }

        return row[b.Length];
    }
}
