using Wallstreet.Insight.Dashboards;

namespace Wallstreet.Insight.Charts;

/// <summary>One axis of labels and any number of series over it.</summary>
internal sealed record SeriesTable(IReadOnlyList<string> Labels, IReadOnlyList<(string Name, double[] Values)> Series)
{
    public const int SeriesMax = 50;

    public static SeriesTable Read(AnswerReader answer, SeriesSettings settings, out string? note)
    {
        note = null;
        return settings.Series is { } split
            ? Split(answer, settings, split, out note)
            : new SeriesTable(answer.Labels(settings.X), [.. settings.Y.Select(column => (column, answer.Numbers(column)))]);
    }

    /// <summary>Thins every series to at most so many points; all series keep the points that any of them needs.</summary>
    public SeriesTable Thin(int pointsMax)
    {
        if (Labels.Count <= pointsMax || Series.Count == 0)
        {
            return this;
        }

        int each = Math.Max(3, pointsMax / Series.Count);
        SortedSet<int> kept = [];
        foreach ((_, double[] values) in Series)
        {
            kept.UnionWith(LargestTriangle.Select(values, each));
        }

        return new SeriesTable(
            [.. kept.Select(i => Labels[i])],
            [.. Series.Select(series => (series.Name, kept.Select(i => series.Values[i]).ToArray()))]);
    }

    // Long rows (x, series, y) become one column for each series over the union of x.
    private static SeriesTable Split(AnswerReader answer, SeriesSettings settings, string split, out string? note)
    {
        (int x, int by) = (answer.Find(settings.X), answer.Find(split));
        double[] y = answer.Numbers(settings.Y[0]);
        (Dictionary<string, int> labels, string[] ordered) = Axis(answer, x);
        Dictionary<string, double[]> series = new(StringComparer.Ordinal);
        HashSet<string> left = new(StringComparer.Ordinal);
        for (int row = 0; row < y.Length; row++)
        {
            string name = answer.Label(row, by);
            if (!series.TryGetValue(name, out double[]? values))
            {
                if (series.Count == SeriesMax)
                {
                    left.Add(name);
                    continue;
                }

                values = new double[ordered.Length];
                Array.Fill(values, double.NaN);
                series[name] = values;
            }

            values[labels[answer.Label(row, x)]] = y[row];
        }

        note = left.Count > 0 ? FormattableString.Invariant($"The first {SeriesMax} of {SeriesMax + left.Count} series are shown.") : null;
        return new SeriesTable(ordered, [.. series.Select(pair => (pair.Key, pair.Value))]);
    }

    // Dates are put in order, because rows come series by series; other labels stay as the SQL returns them.
    private static (Dictionary<string, int> Index, string[] Ordered) Axis(AnswerReader answer, int x)
    {
        List<string> labels = [.. Enumerable.Range(0, answer.RowCount).Select(row => answer.Label(row, x)).Distinct(StringComparer.Ordinal)];
        bool isTime = answer.RowCount > 0 && Enumerable.Range(0, answer.RowCount)
            .All(row => answer.Value(row, x) is DateOnly or DateTime or DateTimeOffset);
        if (isTime)
        {
            labels.Sort(StringComparer.Ordinal);
        }

        Dictionary<string, int> index = new(StringComparer.Ordinal);
        for (int i = 0; i < labels.Count; i++)
        {
            index[labels[i]] = i;
        }

        return (index, [.. labels]);
    }
}
