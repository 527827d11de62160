namespace Wallstreet.Insight.Charts;

/// <summary>
/// Thins a series to its visible shape: largest triangle three buckets (Steinarsson, 2013). The first and last points
/// stay; of each bucket in between the point stays that spans the largest triangle with its neighbours.
/// </summary>
internal static class LargestTriangle
{
    /// <summary>The indexes that stay, in order. NaN is a gap and counts as zero height.</summary>
    public static int[] Select(ReadOnlySpan<double> values, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 3);
        if (values.Length <= keep)
        {
            return [.. Enumerable.Range(0, values.Length)];
        }

        int[] kept = new int[keep];
        double bucket = (double)(values.Length - 2) / (keep - 2);
        int previous = 0;
        for (int i = 0; i < keep - 2; i++)
        {
            int start = (int)(i * bucket) + 1;
            int end = (int)((i + 1) * bucket) + 1;
            int nextEnd = Math.Min((int)((i + 2) * bucket) + 1, values.Length);
            (double nextX, double nextY) = Center(values, end, Math.Max(nextEnd, end + 1));
            previous = Furthest(values, previous, (start, end), (nextX, nextY));
            kept[i + 1] = previous;
        }

        kept[^1] = values.Length - 1;
        return kept;
    }

    private static (double X, double Y) Center(ReadOnlySpan<double> values, int start, int end)
    {
        double sum = 0;
        for (int i = start; i < end; i++)
        {
            sum += Height(values[i]);
        }

        return ((start + end - 1) / 2d, sum / (end - start));
    }

    private static int Furthest(ReadOnlySpan<double> values, int from, (int Start, int End) bucket, (double X, double Y) next)
    {
        (int best, double bestArea) = (bucket.Start, -1);
        double fromY = Height(values[from]);
        for (int i = bucket.Start; i < bucket.End; i++)
        {
            double area = Math.Abs(((from - next.X) * (Height(values[i]) - fromY)) - ((from - i) * (next.Y - fromY)));
            if (area > bestArea)
            {
                (best, bestArea) = (i, area);
            }
        }

        return best;
    }

    private static double Height(double value) => double.IsNaN(value) ? 0 : value;
}
