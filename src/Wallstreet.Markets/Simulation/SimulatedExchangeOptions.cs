namespace Wallstreet.Markets.Simulation;

/// <summary>
/// What identifies a simulated market. Two exchanges with equal options produce the same bytes on every machine; a
/// change of <see cref="Seed"/> or <see cref="FirstDate"/> makes another market.
/// </summary>
public sealed record SimulatedExchangeOptions
{
    /// <summary>Which market out of all possible ones. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The first date with data (inclusive), 1990 or later. Default 2000-01-03.</summary>
    public DateOnly FirstDate { get; init; } = new(2000, 1, 3);

    /// <summary>The last date with data (inclusive), at most 2030-12-31, the default. Does not change earlier data.</summary>
    public DateOnly LastDate { get; init; } = new(2030, 12, 31);

    /// <summary>
    /// Of a thousand pairs of symbol and session, how many have an error in the delivered minute bars; 0 to 1000.
    /// Default 20.
    /// </summary>
    public int MinuteErrorsPerThousandSessions { get; init; } = 20;

    /// <summary>
    /// Of a thousand daily bars, how many are delivered with an error; 0 to 1000. Default 3.
    /// </summary>
    public int DailyErrorsPerThousandSessions { get; init; } = 3;
}
