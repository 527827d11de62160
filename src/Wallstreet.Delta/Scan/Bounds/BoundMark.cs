using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan.Bounds;

/// <summary>What is known of a column in one file, apart from the bounds themselves, as one byte: two bits for
/// <see cref="NullPresence"/>, and a bit each for what follows.</summary>
[Flags]
internal enum BoundMark : byte
{
    None = 0,
    Nulls = 3,
    Exact = 4,
    HasMin = 8,
    HasMax = 16,
}
