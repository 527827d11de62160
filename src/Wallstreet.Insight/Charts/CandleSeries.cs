using Wallstreet.Insight.Dashboards;

namespace Wallstreet.Insight.Charts;

/// <summary>Bars in columns.</summary>
internal sealed record CandleSeries(string[] Labels, double[] Open, double[] High, double[] Low, double[] Close)
{
    public double[]? Volume { get; init; }

    public IReadOnlyList<double[]> Overlays { get; init; } = [];

    public int Count => Labels.Length;

    public int Gaps => Enumerable.Range(0, Count).Count(IsGap);

    public bool IsGap(int i) => double.IsNaN(Open[i] + High[i] + Low[i] + Close[i]);

    public static CandleSeries Read(AnswerReader answer, CandlestickSettings settings) =>
        new(answer.Labels(settings.X), answer.Numbers(settings.Open), answer.Numbers(settings.High), answer.Numbers(settings.Low), answer.Numbers(settings.Close))
        {
            Volume = settings.Volume is { } volume ? answer.Numbers(volume) : null,
            Overlays = [.. settings.Overlays.Select(answer.Numbers)],
        };

    /// <summary>The same bars joined into at most so many longer ones; overlays keep their last value.</summary>
    public CandleSeries Join(int countMax)
    {
        if (Count <= countMax)
        {
            return this;
        }

        int size = (Count + countMax - 1) / countMax;
        int[] starts = [.. Enumerable.Range(0, (Count + size - 1) / size).Select(i => i * size)];
        return new CandleSeries(
            [.. starts.Select(start => Labels[start])],
            Fold(Open, starts, size, (first, _) => first),
            Fold(High, starts, size, Math.Max),
            Fold(Low, starts, size, Math.Min),
            Fold(Close, starts, size, (_, last) => last))
        {
            Volume = Volume is null ? null : Fold(Volume, starts, size, (sum, next) => sum + next),
            Overlays = [.. Overlays.Select(overlay => Fold(overlay, starts, size, (_, last) => last))],
        };
    }

    private static double[] Fold(double[] values, int[] starts, int size, Func<double, double, double> join)
    {
        double[] folded = new double[starts.Length];
        for (int i = 0; i < starts.Length; i++)
        {
            double result = double.NaN;
            foreach (double value in values.AsSpan(starts[i], Math.Min(size, values.Length - starts[i])))
            {
                result = double.IsNaN(result) ? value : double.IsNaN(value) ? result : join(result, value);
            }

            folded[i] = result;
        }

        return folded;
    }
}
