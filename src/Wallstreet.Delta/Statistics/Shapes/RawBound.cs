namespace Wallstreet.Delta.Statistics.Shapes;

/// <summary>Where a bound lies in the text of the statistics.</summary>
/// <param name="Start">The first byte, without the quote.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="IsText">Whether it was quoted.</param>
internal readonly record struct RawBound(int Start, int Length, bool IsText)
{
    /// <summary>There is none.</summary>
    public static RawBound None { get; } = new(-1, 0, false);

    public bool IsNone => Start < 0;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> text) => text.Slice(Start, Length);
}
