namespace Wallstreet.Delta.Actions;

internal static class UnixTime
{
    private static readonly long _min = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long _max = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The instant of a log's milliseconds; a log may hold numbers that no calendar has.</summary>
    public static DateTimeOffset FromMilliseconds(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, _min, _max));
}
