using Wallstreet.Markets.Actions;
using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Calendars;

namespace Wallstreet.Markets.Simulation;

/// <summary>
/// The daily skeleton of one security: every session's open, high, low, close and volume, 24 bytes each, and its
/// corporate actions. Made once, in order, as variances and regimes carry over; from then on any session is one read.
/// </summary>
internal sealed class SecurityPath
{
    private const double CrisisOwnVolatility = 1.4;
    private const int LowestTicks = 10;
    private const int SplitsAbove = 30_000;
    private const int FundSplitsAbove = 90_000;
    private const int ReverseSplitsBelow = 800;

    private readonly SecurityProfile _profile;
    private readonly DailyTicks[] _days;
    private readonly List<CorporateAction> _actions = [];
    private readonly double _longRunVolatility;
    private double _shares = 1;
    private int _dividendTicks;
    private int _sessionOfMonth;

    private SecurityPath(SecurityProfile profile, int sessionCount)
    {
        _profile = profile;
        _days = new DailyTicks[sessionCount];
        double market = profile.Security.MarketBeta * 0.0098;
        double sector = profile.SectorLoading * 0.0042;
        _longRunVolatility = Math.Sqrt(
            (market * market) + (sector * sector) + (profile.OwnVolatility * profile.OwnVolatility));
    }

    public IReadOnlyList<CorporateAction> Actions => _actions;

    public ReadOnlySpan<DailyTicks> Days => _days;

    /// <summary>Walks the sessions of a security; the factor spans begin at its first session.</summary>
    public static SecurityPath Walk(
        long seed,
        SecurityProfile profile,
        SessionRange sessions,
        ReadOnlySpan<FactorDay> market,
        ReadOnlySpan<FactorDay> sector)
    {
        var path = new SecurityPath(profile, sessions.Count);
        var variance = new GarchVariance(profile.OwnVolatility);
        int previousClose = profile.FirstPriceTicks;
        DateOnly previousDate = DateOnly.MinValue;
        for (int i = 0; i < sessions.Count; i++)
        {
            TradingSession session = sessions[i];
            RandomStream random = RandomStream.Open(
                seed, profile.Subject, session.Date.DayNumber, RandomPurpose.Daily);
            int reference = path.ApplyActions(session.Date, previousDate, previousClose, isFirst: i == 0);
            double shock = Math.Clamp(variance.Volatility * random.NextFatTailed(), -0.30, 0.30);
            var move = new DayMove(reference, session.MinuteCount)
            {
                Return = path.ReturnOf(market[i], sector[i], shock),
                Volatility = path.VolatilityOf(market[i], sector[i], variance.Value),
            };
            path._days[i] = path.Trade(move, ref random);
            variance.Update(shock, profile.OwnVolatility * (market[i].IsCrisis ? CrisisOwnVolatility : 1.0));
            previousClose = path._days[i].Close;
            previousDate = session.Date;
        }

        return path;
    }

    private static int Round(double ticks) => Math.Max(LowestTicks, (int)(ticks + 0.5));

    private double ReturnOf(FactorDay market, FactorDay sector, double shock)
    {
        double explained = (_profile.Security.MarketBeta * market.Return) + (_profile.SectorLoading * sector.Return);
        return Math.Clamp(_profile.Drift + explained + shock, -0.40, 0.40);
    }

    private double VolatilityOf(FactorDay market, FactorDay sector, double ownVariance)
    {
        double beta = _profile.Security.MarketBeta;
        double loading = _profile.SectorLoading;
        return Math.Sqrt((beta * beta * market.Variance) + (loading * loading * sector.Variance) + ownVariance);
    }

    private DailyTicks Trade(DayMove move, ref RandomStream random)
    {
        double overnight = (0.35 * move.Return) + (0.25 * move.Volatility * random.NextNormal());
        double wick = 0.55 * move.Volatility * move.Reference;
        int open = Round(move.Reference * (1.0 + overnight));
        int close = Round(move.Reference * (1.0 + move.Return));
        int high = Round(Math.Max(open, close) + (wick * Math.Abs(random.NextNormal())));
        int low = Math.Min(
            Math.Min(open, close),
            Round(Math.Min(open, close) - (wick * Math.Abs(random.NextNormal()))));
        double activity = 0.6 + (0.4 * (move.Volatility / _longRunVolatility));
        double surprise = 1.0 + (0.8 * Math.Min(Math.Abs(move.Return) / move.Volatility, 4.0));
        double noise = random.NextBetween(0.65, 1.35);
        double volume = _profile.BaseVolume * _shares * activity * surprise * noise * (move.Minutes / 390.0);
        return new DailyTicks(open, high, low, close, (long)Math.Clamp(volume, 100.0 * move.Minutes, 1e10));
    }

    /// <summary>The previous close as it stands on this day's ex-date: split, and without the dividend.</summary>
    private int ApplyActions(DateOnly date, DateOnly previousDate, int previousClose, bool isFirst)
    {
        bool isNewMonth = date.Month != previousDate.Month || isFirst;
        _sessionOfMonth = isNewMonth ? 1 : _sessionOfMonth + 1;
        if (isFirst)
        {
            return previousClose;
        }

        if (isNewMonth && date.Month % 3 == 1 && FindSplitRatio(previousClose) is { } ratio)
        {
            _actions.Add(new Split(_profile.Security.Symbol, date, ratio));
            double shares = (double)ratio;
            _shares *= shares;
            _dividendTicks = (int)((_dividendTicks / shares) + 0.5);
            return Round(previousClose / shares);
        }

        bool paysToday = date.Month % 3 == 2 && _sessionOfMonth == _profile.DividendSessionOfMonth;
        return paysToday && _profile.DividendYield > 0 ? PayDividend(date, previousClose) : previousClose;
    }

    private decimal? FindSplitRatio(int close)
    {
        int high = _profile.Security.Sector == SimulatedUniverse.Fund ? FundSplitsAbove : SplitsAbove;
        return close switch
        {
            < ReverseSplitsBelow => 0.1m,
            _ when close > high => _profile.SplitRatio,
            _ => null,
        };
    }

    private int PayDividend(DateOnly date, int previousClose)
    {
        // Boards set the amount once a year, in February, and cut it when the price has fallen by far.
        bool isTooLarge = _dividendTicks > previousClose / 20;
        if (date.Month == 2 || _dividendTicks == 0 || isTooLarge)
        {
            _dividendTicks = Math.Max(1, (int)((_profile.DividendYield / 4.0 * previousClose) + 0.5));
        }

        _actions.Add(new CashDividend(_profile.Security.Symbol, date, BarColumns.ToPrice(_dividendTicks)));
        return Math.Max(LowestTicks, previousClose - _dividendTicks);
    }

    private readonly record struct DayMove(int Reference, int Minutes)
    {
        public required double Return { get; init; }

        public required double Volatility { get; init; }
    }
}
