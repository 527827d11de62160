using System.Globalization;

namespace Wallstreet.Markets.Actions;

/// <summary>
/// Backward adjustment of one security's prices: the newest price stays as traded, older ones are multiplied so that
/// returns across ex-dates are those of an investor.
/// <para>
/// A split of ratio r contributes 1 / r; a dividend D with previous raw close C contributes 1 − D / C (the method of
/// CRSP's "factor to adjust price", and of the adjusted closes that Yahoo and Lean publish). The ratio of two adjusted
/// closes is then the growth of a holding whose dividends are reinvested at the ex-dividend price C − D.
/// A factor holds for every date before the ex-date.
/// </para>
/// </summary>
public sealed class AdjustmentFactors
{
    private readonly AdjustmentFactor[] _ascending;

    private AdjustmentFactors(AdjustmentFactor[] ascending) => _ascending = ascending;

    /// <summary>The factors, oldest first; the last one is 1 and holds from the newest ex-date on.</summary>
    public IReadOnlyList<AdjustmentFactor> All => _ascending;

    /// <summary>Computes the factors of one security.</summary>
    /// <param name="actions">Its corporate actions, in any order; several may share an ex-date.</param>
    /// <param name="findPreviousClose">
    /// The raw close of the last session before a date, or null when there is none. Asked for dividends only.
    /// </param>
    /// <exception cref="AdjustmentException">
    /// A ratio is not positive, a dividend is negative or at least as large as the price, or the close is missing.
    /// </exception>
    public static AdjustmentFactors Compute(
        IEnumerable<CorporateAction> actions,
        Func<DateOnly, decimal?> findPreviousClose)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(findPreviousClose);
        var descending = new List<AdjustmentFactor> { new(DateOnly.MaxValue, 1m, 1m) };
        foreach (IGrouping<DateOnly, CorporateAction> day in actions.GroupBy(static action => action.ExDate)
            .OrderByDescending(static day => day.Key))
        {
            AdjustmentFactor later = descending[^1];
            decimal split = later.Split;
            decimal dividend = later.Dividend;
            foreach (CorporateAction action in day)
            {
                (decimal splitFactor, decimal dividendFactor) = FactorOf(action, findPreviousClose);
                split *= splitFactor;
                dividend *= dividendFactor;
            }

            descending.Add(new AdjustmentFactor(day.Key.AddDays(-1), split, dividend));
        }

        descending.Reverse();
        return new AdjustmentFactors([.. descending]);
    }

    /// <summary>The factor that holds on a date.</summary>
    /// <param name="date">Any date.</param>
    public AdjustmentFactor At(DateOnly date)
    {
        int low = 0;
        int high = _ascending.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ascending[middle].Through < date)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return _ascending[low];
    }

    /// <summary>The raw close of the last session before a date, found in closes in ascending order of date.</summary>
    /// <param name="closes">Dates and raw closes, oldest first.</param>
    /// <param name="date">The ex-date.</param>
    public static decimal? FindPreviousClose(IReadOnlyList<(DateOnly Date, decimal Close)> closes, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(closes);
        int low = 0;
        int high = closes.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (closes[middle].Date < date)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0 ? null : closes[low - 1].Close;
    }

    private static (decimal Split, decimal Dividend) FactorOf(
        CorporateAction action,
        Func<DateOnly, decimal?> findPreviousClose) => action switch
    {
        Split { Ratio: > 0 } split => (1m / split.Ratio, 1m),
        Split split => throw Fault(split, $"the ratio {split.Ratio} is not positive"),
        CashDividend { AmountPerShare: < 0 } dividend =>
            throw Fault(dividend, $"the amount {dividend.AmountPerShare} is negative"),
        CashDividend dividend => (1m, DividendFactor(dividend, findPreviousClose(dividend.ExDate))),
        _ => throw Fault(action, $"actions of type {action.GetType().Name} are not known"),
    };

    private static decimal DividendFactor(CashDividend dividend, decimal? previousClose)
    {
        if (previousClose is not { } close)
        {
            throw Fault(dividend, "there is no close before it; load the prices from before the ex-date");
        }

        return dividend.AmountPerShare < close
            ? 1m - (dividend.AmountPerShare / close)
            : throw Fault(dividend, $"the amount {dividend.AmountPerShare} is not below the previous close {close}");
    }

    private static AdjustmentException Fault(CorporateAction action, FormattableString problem) => new(
        action,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{action.Symbol} {action.GetType().Name} with ex-date {action.ExDate:yyyy-MM-dd}: ") +
            problem.ToString(CultureInfo.InvariantCulture) + ".");

    private static AdjustmentException Fault(CorporateAction action, string problem) =>
        Fault(action, (FormattableString)$"{problem}");
}
