namespace Wallstreet.Query.Sources;

/// <summary>How many letters must change to turn one name into another (Levenshtein), case aside.</summary>
internal static class NameDistance
{
    public static int Between(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        int[] current = new int[right.Length + 1];
        for (int i = 0; i < left.Length; i++)
        {
            current[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
            {
                int change = char.ToUpperInvariant(left[i]) == char.ToUpperInvariant(right[j]) ? 0 : 1;
                current[j + 1] = Math.Min(Math.Min(current[j] + 1, previous[j + 1] + 1), previous[j] + change);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
