using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Statistics;

/// <summary>What is known of a column's values in a file. Every value that is not null lies between the bounds.</summary>
/// <param name="Type">The column's type.</param>
/// <param name="Min">The lower bound, or <see langword="null"/> if none is known.</param>
/// <param name="Max">The upper bound, or <see langword="null"/> if none is known.</param>
/// <param name="Nulls">How many values are null.</param>
/// <param name="Exact">Whether the bounds are values that occur, as they are of a partition column.</param>
public readonly record struct ColumnFacts(
    DeltaType Type, Literal? Min, Literal? Max, NullPresence Nulls, bool Exact)
{
    /// <summary>Nothing is known.</summary>
    /// <param name="type">The column's type.</param>
    /// <returns>Facts without bounds.</returns>
    public static ColumnFacts Unknown(DeltaType type) => new(type, null, null, NullPresence.Unknown, false);

    /// <summary>Every value is one value, as in a partition or a row.</summary>
    /// <param name="type">The column's type.</param>
    /// <param name="value">The value, or <see langword="null"/>.</param>
    /// <returns>The facts.</returns>
    public static ColumnFacts Constant(DeltaType type, Literal? value) =>
        new(type, value, value, value is null ? NullPresence.All : NullPresence.None, true);
}
