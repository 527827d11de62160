namespace Wallstreet.Markets.Indicators;

/// <summary>Argument checks that all indicators share.</summary>
internal static class SpanGuard
{
    public static void SameLength(int input, int output, string name)
    {
        if (input != output)
        {
            throw new ArgumentException($"'{name}' holds {output} values but the input {input}; pass spans of one length.", name);
        }
    }

    public static void Apart(ReadOnlySpan<double> input, ReadOnlySpan<double> output, string name)
    {
        if (input.Overlaps(output))
        {
            throw new ArgumentException($"'{name}' overlaps the input, which is read again later; pass other memory.", name);
        }
    }

    public static void Period(int period, int least = 1) =>
        ArgumentOutOfRangeException.ThrowIfLessThan(period, least);
}
