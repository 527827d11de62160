namespace Wallstreet.Markets.Indicators;

/// <summary>Measures of a whole series of returns. Missing returns (NaN or infinite) are left out.</summary>
public static class Performance
{
    /// <summary>
    /// The annualised Sharpe ratio: mean of (return − risk-free return) over its sample standard deviation, times
    /// √<paramref name="periodsPerYear"/> (W. F. Sharpe, The Sharpe Ratio, Journal of Portfolio Management, 1994).
    /// NaN with fewer than two returns, or when the returns do not vary. Allocates nothing.
    /// </summary>
    /// <param name="returns">Simple returns, one a period.</param>
    /// <param name="riskFreePerPeriod">The risk-free simple return of one period.</param>
    /// <param name="periodsPerYear">252 for US sessions, 12 for months.</param>
    public static double SharpeRatio(ReadOnlySpan<double> returns, double riskFreePerPeriod, double periodsPerYear)
    {
        int count = 0;
        double mean = 0;
        double squares = 0;
        foreach (double value in returns)
        {
            if (!double.IsFinite(value))
            {
                continue;
            }

            // Welford's update keeps its digits when the mean is large beside the deviation.
            count++;
            double excess = value - riskFreePerPeriod;
            double delta = excess - mean;
            mean += delta / count;
            squares += delta * (excess - mean);
        }

        double deviation = count < 2 ? 0 : Math.Sqrt(squares / (count - 1));
        return deviation > 0 ? mean / deviation * Math.Sqrt(periodsPerYear) : double.NaN;
    }
}
