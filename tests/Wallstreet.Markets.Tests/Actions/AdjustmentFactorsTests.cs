using CsCheck;
using Wallstreet.Markets.Actions;

namespace Wallstreet.Markets.Tests.Actions;

public sealed class AdjustmentFactorsTests
{
    private static readonly DateOnly _day = new(2024, 6, 10);

    [Fact]
    public void A_split_divides_earlier_prices_and_multiplies_earlier_volumes()
    {
        AdjustmentFactors factors = Compute([new Split("NVDA", _day, 10m)], previousClose: 1208.88m);

        Assert.Equal(0.1m, factors.At(_day.AddDays(-1)).Price);
        Assert.Equal(10m, factors.At(_day.AddDays(-1)).Volume);
        Assert.Equal(1m, factors.At(_day).Price);
        Assert.Equal(1m, factors.At(DateOnly.MaxValue).Volume);
    }

    [Fact]
    public void A_dividend_takes_its_share_of_the_previous_close_and_leaves_volumes_alone()
    {
        AdjustmentFactors factors = Compute([new CashDividend("IBM", _day, 1.67m)], previousClose: 167m);

        Assert.Equal(0.99m, factors.At(_day.AddDays(-1)).Price);
        Assert.Equal(1m, factors.At(_day.AddDays(-1)).Volume);
    }

    [Fact]
    public void Without_actions_every_factor_is_one() =>
        Assert.Equal(1m, Compute([], previousClose: null).At(_day).Price);

    [Fact]
    public void Actions_on_one_day_multiply_and_their_order_does_not_matter()
    {
        CorporateAction[] actions = [new Split("X", _day, 2m), new CashDividend("X", _day, 5m)];

        decimal price = Compute(actions, previousClose: 100m).At(_day.AddDays(-1)).Price;

        Assert.Equal(0.475m, price);
        Assert.Equal(price, Compute(actions.Reverse(), previousClose: 100m).At(_day.AddDays(-1)).Price);
    }

    [Fact]
    public void What_cannot_be_adjusted_is_an_error_that_names_the_action()
    {
        Assert.Equal(
            "X Split with ex-date 2024-06-10: the ratio 0 is not positive.",
            Assert.Throws<AdjustmentException>(() => Compute([new Split("X", _day, 0m)], 1m)).Message);
        Assert.Contains("is negative", Assert.Throws<AdjustmentException>(
            () => Compute([new CashDividend("X", _day, -1m)], 10m)).Message);
        Assert.Contains("not below the previous close 10", Assert.Throws<AdjustmentException>(
            () => Compute([new CashDividend("X", _day, 10m)], 10m)).Message);
        Assert.Contains("no close before it", Assert.Throws<AdjustmentException>(
            () => Compute([new CashDividend("X", _day, 1m)], null)).Message);
    }

    [Fact]
    public void The_previous_close_is_the_last_one_strictly_before_the_ex_date()
    {
        (DateOnly, decimal)[] closes = [(_day.AddDays(-3), 1m), (_day.AddDays(-1), 2m), (_day, 3m)];

        Assert.Equal(2m, AdjustmentFactors.FindPreviousClose(closes, _day));
        Assert.Equal(1m, AdjustmentFactors.FindPreviousClose(closes, _day.AddDays(-1)));
        Assert.Equal(3m, AdjustmentFactors.FindPreviousClose(closes, _day.AddDays(9)));
        Assert.Null(AdjustmentFactors.FindPreviousClose(closes, _day.AddDays(-3)));
    }

    [Fact]
    public void The_first_factor_is_the_product_of_all_and_each_step_is_one_action() =>
        Histories.Sample(history =>
        {
            AdjustmentFactors factors = history.Factors();
            decimal split = 1m;
            decimal dividend = 1m;
            foreach (CorporateAction action in history.Actions)
            {
                split *= action is Split { Ratio: var ratio } ? 1m / ratio : 1m;
                dividend *= action is CashDividend cash
                    ? 1m - (cash.AmountPerShare / history.CloseBefore(action.ExDate))
                    : 1m;
            }

            AdjustmentFactor first = factors.At(_day);
            Near(split, first.Split);
            Near(dividend, first.Dividend);
            Assert.Equal(1m, factors.At(_day.AddDays(history.Closes.Length)).Price);
        });

    [Fact]
    public void Adjusted_returns_are_those_of_a_holder_who_reinvests_every_dividend() =>
        Histories.Sample(history =>
        {
            // A holder of one share; a dividend buys shares at the ex-dividend price, a split multiplies them.
            decimal shares = 1m;
            for (int i = 1; i < history.Closes.Length; i++)
            {
                DateOnly date = _day.AddDays(i);
                decimal before = history.Closes[i - 1];
                foreach (CorporateAction action in history.Actions.Where(action => action.ExDate == date))
                {
                    shares *= action is Split split
                        ? split.Ratio
                        : before / (before - ((CashDividend)action).AmountPerShare);
                }
            }

            AdjustmentFactors factors = history.Factors();
            decimal holder = shares * history.Closes[^1] / history.Closes[0];
            decimal adjusted = history.Closes[^1] / (history.Closes[0] * factors.At(_day).Price);
            Near(holder, adjusted);
        });

    private static Gen<History> Histories { get; } =
        Gen.Select(
            Gen.Decimal[1m, 500m].Select(price => Math.Round(price, 2)).Array[2, 40],
            Gen.Select(Gen.Int[1, 39], Gen.Bool, Gen.Decimal[0.05m, 0.9m]).Array[0, 8])
        .Select((closes, raw) => new History(closes, [.. raw
            .Where(action => action.Item1 < closes.Length)
            .Select(action => ToAction(action.Item1, action.Item2, action.Item3, closes))]));

    private static CorporateAction ToAction(int day, bool isSplit, decimal size, decimal[] closes) => isSplit
        ? new Split("X", _day.AddDays(day), Math.Round(size * 10m, 1) + 0.1m)
        : new CashDividend("X", _day.AddDays(day), Math.Round(closes[day - 1] * size / 4m, 4));

    private static AdjustmentFactors Compute(IEnumerable<CorporateAction> actions, decimal? previousClose) =>
        AdjustmentFactors.Compute(actions, _ => previousClose);

    private static void Near(decimal expected, decimal actual) =>
        Assert.True(Math.Abs((actual / expected) - 1m) < 1e-15m, $"{actual} is not {expected}");

    private sealed record History(decimal[] Closes, CorporateAction[] Actions)
    {
        public decimal CloseBefore(DateOnly date) => Closes[date.DayNumber - _day.DayNumber - 1];

        public AdjustmentFactors Factors() => AdjustmentFactors.Compute(Actions, date => CloseBefore(date));
    }
}
