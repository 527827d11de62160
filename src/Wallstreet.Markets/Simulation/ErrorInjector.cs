using Wallstreet.Markets.Bars;

namespace Wallstreet.Markets.Simulation;

/// <summary>Decides which deliveries are wrong, and makes them so. At most one error a symbol, session and feed.</summary>
internal static class ErrorInjector
{
    private const int KindCount = 6;
    private const int MinuteStaleMin = 5;
    private const int MinuteStaleMax = 30;
    private const int MinuteRunMax = 15;

    /// <summary>The error of one session's minutes, decided from the hash of the session alone.</summary>
    public static InjectedError? FindInMinutes(
        SimulatedExchangeOptions options,
        SecurityProfile profile,
        DateOnly session,
        int minutes)
    {
        RandomStream random = RandomStream.Open(
            options.Seed, profile.Subject, session.DayNumber, RandomPurpose.MinuteError);
        if (random.NextWhole(0, 1000) >= options.MinuteErrorsPerThousandSessions)
        {
            return null;
        }

        var kind = (InjectedErrorKind)random.NextWhole(0, KindCount);
        int count = kind switch
        {
            InjectedErrorKind.MissingBars or InjectedErrorKind.ZeroVolume => random.NextWhole(1, MinuteRunMax + 1),
            InjectedErrorKind.StalePrice => random.NextWhole(MinuteStaleMin, MinuteStaleMax + 1),
            _ => 1,
        };
        int first = random.NextWhole(1, minutes - count);
        return new InjectedError(profile.Security.Symbol, session, BarFeed.Minute, kind, first, count);
    }

    /// <summary>The error of one daily bar, decided from the hash of the session alone.</summary>
    public static InjectedError? FindInDays(
        SimulatedExchangeOptions options,
        SecurityProfile profile,
        DateOnly session)
    {
        RandomStream random = RandomStream.Open(
            options.Seed, profile.Subject, session.DayNumber, RandomPurpose.DailyError);
        if (random.NextWhole(0, 1000) >= options.DailyErrorsPerThousandSessions)
        {
            return null;
        }

        var kind = (InjectedErrorKind)random.NextWhole(0, KindCount);
        bool isFirst = session == profile.Security.ListedOn;
        kind = kind == InjectedErrorKind.StalePrice && isFirst ? InjectedErrorKind.ZeroVolume : kind;
        return new InjectedError(profile.Security.Symbol, session, BarFeed.Daily, kind, 0, 1);
    }

    /// <summary>
    /// Makes bars wrong in place. The spans hold <paramref name="count"/> true bars and room for one more.
    /// </summary>
    /// <returns>How many bars are delivered.</returns>
    public static int Apply(InjectedError error, in BarSpans bars, int count)
    {
        int first = error.FirstBar;
        switch (error.Kind)
        {
            case InjectedErrorKind.BadTick:
                SpoilTick(bars, first);
                return count;
            case InjectedErrorKind.HighBelowLow:
                // A bar of one price has nothing to exchange.
                (bars.High[first], bars.Low[first]) = bars.High[first] == bars.Low[first]
                    ? (bars.High[first] - 1, bars.Low[first] + 1)
                    : (bars.Low[first], bars.High[first]);
                return count;
            case InjectedErrorKind.DuplicateBar:
                Move(bars, first, first + 1, count - first);
                return count + 1;
            case InjectedErrorKind.MissingBars:
                Move(bars, first + error.BarCount, first, count - first - error.BarCount);
                return count - error.BarCount;
            case InjectedErrorKind.ZeroVolume:
                bars.Volume.Slice(first, error.BarCount).Clear();
                return count;
            default:
                Freeze(bars, first, error.BarCount);
                return count;
        }
    }

    private static void SpoilTick(in BarSpans bars, int bar)
    {
        // An even price is spoilt upwards, an odd one downwards.
        if (bars.Close[bar] % 2 == 0)
        {
            bars.High[bar] += (bars.High[bar] / 4) + 1;
        }
        else
        {
            bars.Low[bar] -= bars.Low[bar] / 4;
        }
    }

    private static void Freeze(in BarSpans bars, int first, int count)
    {
        int price = bars.Close[first - 1];
        bars.Open.Slice(first, count).Fill(price);
        bars.High.Slice(first, count).Fill(price);
        bars.Low.Slice(first, count).Fill(price);
        bars.Close.Slice(first, count).Fill(price);
    }

    private static void Move(in BarSpans bars, int from, int to, int count)
    {
        bars.StartMicros.Slice(from, count).CopyTo(bars.StartMicros[to..]);
        bars.SessionDays.Slice(from, count).CopyTo(bars.SessionDays[to..]);
        bars.Open.Slice(from, count).CopyTo(bars.Open[to..]);
        bars.High.Slice(from, count).CopyTo(bars.High[to..]);
        bars.Low.Slice(from, count).CopyTo(bars.Low[to..]);
        bars.Close.Slice(from, count).CopyTo(bars.Close[to..]);
        bars.Volume.Slice(from, count).CopyTo(bars.Volume[to..]);
    }
}
