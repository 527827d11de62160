namespace Wallstreet.Delta.ChangeData;

/// <summary>Which changes are asked for: those of every version from the first to the last, both included.</summary>
/// <param name="From">The first version; for a time, the first version that is not earlier.</param>
/// <param name="To">The last version; for a time, the last version that is not later; null for the newest.</param>
public sealed record ChangeRange(HistoryPoint From, HistoryPoint? To = null)
{
    /// <summary>A range of versions.</summary>
    /// <param name="from">The first version.</param>
    /// <param name="to">The last version; null for the newest.</param>
    /// <returns>The range.</returns>
    public static ChangeRange Versions(long from, long? to = null) =>
        new(HistoryPoint.At(from), to is { } last ? HistoryPoint.At(last) : null);

    /// <summary>A range of times.</summary>
    /// <param name="from">The time of the first version or before.</param>
    /// <param name="to">The time of the last version or after; null for the newest.</param>
    /// <returns>The range.</returns>
    public static ChangeRange Times(DateTimeOffset from, DateTimeOffset? to = null) =>
        new(HistoryPoint.At(from), to is { } last ? HistoryPoint.At(last) : null);

    /// <inheritdoc/>
    public override string ToString() => To is { } last ? $"{From} to {last}" : $"{From} to the newest";
}
