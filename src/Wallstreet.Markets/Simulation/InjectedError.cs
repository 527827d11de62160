namespace Wallstreet.Markets.Simulation;

/// <summary>One line of the truth log: an error that was put into the delivered bars, to score quality gates by.</summary>
/// <param name="Symbol">The security.</param>
/// <param name="Session">The session whose delivery is wrong.</param>
/// <param name="Feed">The delivery that is wrong.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="FirstBar">The first wrong bar as it would be without errors, 0-based in its session (daily: 0).</param>
/// <param name="BarCount">How many bars in a row are wrong; at least 1.</param>
public sealed record InjectedError(
    string Symbol,
    DateOnly Session,
    BarFeed Feed,
    InjectedErrorKind Kind,
    int FirstBar,
    int BarCount);
