namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>Reads partition values from names of folders as Hive writes them: <c>day=2024-05-01/part.parquet</c>.</summary>
internal static class HivePath
{
    private const string NullName = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>The columns and raw values of a key, outermost first; a null value for Hive's name of null.</summary>
    public static List<(string Column, string? Value)> Read(string key)
    {
        List<(string, string?)> values = [];
        string[] segments = key.Split('/');
        foreach (string segment in segments[..^1])
        {
            int equals = segment.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                string value = segment[(equals + 1)..];
                values.Add((
                    Uri.UnescapeDataString(segment[..equals]),
                    value is NullName or "" ? null : Uri.UnescapeDataString(value)));
            }
        }

        return values;
    }

    /// <summary>Whether a key is hidden: a name that begins with an underscore or a point and is no partition.</summary>
    public static bool IsHidden(string key)
    {
        string[] segments = key.Split('/');
        for (int index = 0; index < segments.Length; index++)
        {
            bool marked = segments[index] is ['_' or '.', ..];
            if (marked && (index == segments.Length - 1 || !segments[index].Contains('=', StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
