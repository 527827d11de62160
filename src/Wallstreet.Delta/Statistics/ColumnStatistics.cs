using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Statistics;

/// <summary>What the log says of a column of a file; bounds of another type than the column's are left out.</summary>
/// <param name="Min">The smallest value, or a bound below it.</param>
/// <param name="Max">The largest value, or a bound above it. Times may be cut to milliseconds; NaN may be missing.
/// </param>
/// <param name="NullCount">How many values are null.</param>
public readonly record struct ColumnStatistics(Literal? Min, Literal? Max, long? NullCount);
