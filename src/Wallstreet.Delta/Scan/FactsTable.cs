using Wallstreet.Delta.Scan.Bounds;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan;

/// <summary>What is known of the columns of one condition, for all files of a cache at once.</summary>
internal sealed class FactsTable
{
    private readonly Dictionary<ColumnPath, BoundsColumn> _bounds = [];
    private readonly Dictionary<ColumnPath, PartitionCodes> _partitions = [];
    private readonly Func<ColumnPath, DeltaType> _typeOf;

    /// <param name="typeOf">The type of a column of which nothing is known.</param>
    public FactsTable(Func<ColumnPath, DeltaType> typeOf) => _typeOf = typeOf;

    public void Add(ColumnPath column, BoundsColumn bounds) => _bounds[column] = bounds;

    public void Add(ColumnPath column, PartitionCodes codes) => _partitions[column] = codes;

    public void Compare(ColumnPath column, ComparisonOperator comparison, Literal value, Span<byte> outcomes)
    {
        if (_bounds.TryGetValue(column, out BoundsColumn? bounds))
        {
            bounds.Compare(comparison, value, outcomes);
        }
        else
        {
            Decide(column, facts => ComparisonOutcomes.Of(facts, comparison, value), outcomes);
        }
    }

    /// <summary>Compares the column of every file with an empty list of values.</summary>
    public void CompareWithNone(ColumnPath column, Span<byte> outcomes)
    {
        if (_bounds.TryGetValue(column, out BoundsColumn? bounds))
        {
            bounds.CompareWithNone(outcomes);
        }
        else
        {
            Decide(column, static facts => ComparisonOutcomes.OfNone(facts.Nulls), outcomes);
        }
    }

    public void AskNull(ColumnPath column, Span<byte> outcomes)
    {
        if (_bounds.TryGetValue(column, out BoundsColumn? bounds))
        {
            bounds.AskNull(outcomes);
        }
        else
        {
            Decide(column, static facts => Predicate.IsNull.Decide(facts.Nulls), outcomes);
        }
    }

    /// <summary>Partition columns are decided once for each of their values, unknown columns once.</summary>
    private void Decide(ColumnPath column, Func<ColumnFacts, Outcomes> decide, Span<byte> outcomes)
    {
        if (_partitions.TryGetValue(column, out PartitionCodes? codes))
        {
            codes.Decide(decide, outcomes);
        }
        else
        {
            outcomes.Fill((byte)decide(ColumnFacts.Unknown(_typeOf(column))));
        }
    }
}
