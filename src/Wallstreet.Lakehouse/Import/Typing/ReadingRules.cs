using System.Collections.Frozen;
using NodaTime;

namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>What holds for all cells of an import.</summary>
/// <param name="NullTokens">Texts that mean null where a column is not text.</param>
/// <param name="PivotYear">The last year that a year of two digits can be.</param>
/// <param name="Zone">The zone of timestamps without one; null keeps them so.</param>
internal sealed record ReadingRules(FrozenSet<string> NullTokens, int PivotYear, DateTimeZone? Zone)
{
    public FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NullLookup { get; } =
        NullTokens.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The rules that a request sets.</summary>
    /// <exception cref="ImportException">There is no such time zone.</exception>
    public static ReadingRules Of(ImportRequest request, TimeProvider timeProvider)
    {
        DateTimeZone? zone = request.TimeZone is null ? null
            : DateTimeZoneProviders.Tzdb.GetZoneOrNull(request.TimeZone)
                ?? throw new ImportException($"There is no time zone {request.TimeZone}. Write an IANA name such as America/New_York or UTC.");
        return new ReadingRules(
            request.NullTokens.ToFrozenSet(StringComparer.Ordinal), timeProvider.GetUtcNow().Year + 20, zone);
    }
}
