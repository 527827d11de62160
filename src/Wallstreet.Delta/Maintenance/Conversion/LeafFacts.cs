using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>What a file knows of the values of a leaf column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Min">A lower bound, if one is certain.</param>
/// <param name="Max">An upper bound, if one is certain.</param>
/// <param name="NullCount">How many rows have no value, if that is known.</param>
internal sealed record LeafFacts(ColumnPath Column, Literal? Min, Literal? Max, long? NullCount);
