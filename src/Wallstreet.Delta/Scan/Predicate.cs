#pragma warning disable CA1716 // And, Or, Not and In are what SQL calls them; no other language reads this.
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan;

/// <summary>A condition on rows, in SQL's three-valued logic: comparing null gives unknown, and only rows for which the
/// condition is true match.</summary>
public abstract record Predicate
{
    private protected Predicate()
    {
    }

    /// <summary>The columns that the condition looks at.</summary>
    public abstract IEnumerable<ColumnPath> Columns { get; }

    /// <summary>A column compared with a value.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value.</param>
    /// <returns>The condition.</returns>
    public static Predicate Equal(ColumnPath column, Literal value) =>
        new Comparison(column, ComparisonOperator.Equal, value);

    /// <summary>All of several conditions.</summary>
    /// <param name="operands">The conditions; at least one.</param>
    /// <returns>The condition.</returns>
    public static Predicate AllOf(params IReadOnlyList<Predicate> operands) =>
        operands is [Predicate only] ? only : new And(operands);

    /// <summary>Any of several conditions.</summary>
    /// <param name="operands">The conditions; at least one.</param>
    /// <returns>The condition.</returns>
    public static Predicate AnyOf(params IReadOnlyList<Predicate> operands) =>
        operands is [Predicate only] ? only : new Or(operands);

    /// <summary>Decides over one row.</summary>
    /// <param name="schema">The table's schema.</param>
    /// <param name="row">Gives the value of a column, null for null.</param>
    /// <returns>True, false, or <see langword="null"/> for unknown.</returns>
    /// <exception cref="SchemaMismatchException">The condition cannot be decided over rows: it has an unknown column,
    /// an <see cref="Opaque"/> part or values that do not compare.</exception>
    public bool? Evaluate(StructType schema, Func<ColumnPath, Literal?> row)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(row);
        return Evaluate(column => column.FindIn(schema) is { } found
            ? ColumnFacts.Constant(found.Type, row(column))
            : throw new SchemaMismatchException($"The table has no column '{column}'.")) switch
        {
            Outcomes.True => true,
            Outcomes.False => false,
            Outcomes.Null => null,
            _ => throw new SchemaMismatchException($"'{this}' cannot be decided over rows."),
        };
    }

    /// <summary>Decides over a set of rows of which some facts are known.</summary>
    internal abstract Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts);

    internal FileMatch Match(Func<ColumnPath, ColumnFacts> facts)
    {
        Outcomes outcomes = Evaluate(facts);
        return (outcomes & Outcomes.True) == 0 ? FileMatch.None
            : outcomes == Outcomes.True ? FileMatch.All
            : FileMatch.Maybe;
    }

    /// <summary>A column compared with a value.</summary>
    /// <param name="Column">The column.</param>
    /// <param name="Operator">How.</param>
    /// <param name="Value">The value.</param>
    public sealed record Comparison(ColumnPath Column, ComparisonOperator Operator, Literal Value) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => [Column];

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) =>
            ComparisonOutcomes.Of(facts(Column), Operator, Value);
    }

    /// <summary>A column is one of several values.</summary>
    /// <param name="Column">The column.</param>
    /// <param name="Values">The values.</param>
    public sealed record In(ColumnPath Column, IReadOnlyList<Literal> Values) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => [Column];

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts)
        {
            ColumnFacts known = facts(Column);
            return Values.Select(value => ComparisonOutcomes.Of(known, ComparisonOperator.Equal, value))
                .Aggregate(ComparisonOutcomes.OfNone(known), Logic.Or);
        }
    }

    /// <summary>A column is null.</summary>
    /// <param name="Column">The column.</param>
    public sealed record IsNull(ColumnPath Column) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => [Column];

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) => facts(Column).Nulls switch
        {
            NullPresence.All => Outcomes.True,
            NullPresence.None => Outcomes.False,
            _ => Outcomes.True | Outcomes.False,
        };
    }

    /// <summary>All of several conditions.</summary>
    /// <param name="Operands">The conditions; at least one.</param>
    public sealed record And(IReadOnlyList<Predicate> Operands) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => Operands.SelectMany(static operand => operand.Columns);

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) =>
            Operands.Select(operand => operand.Evaluate(facts)).Aggregate(Outcomes.True, Logic.And);
    }

    /// <summary>Any of several conditions.</summary>
    /// <param name="Operands">The conditions; at least one.</param>
    public sealed record Or(IReadOnlyList<Predicate> Operands) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => Operands.SelectMany(static operand => operand.Columns);

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) =>
            Operands.Select(operand => operand.Evaluate(facts)).Aggregate(Outcomes.False, Logic.Or);
    }

    /// <summary>The opposite of a condition; unknown stays unknown.</summary>
    /// <param name="Operand">The condition.</param>
    public sealed record Not(Predicate Operand) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => Operand.Columns;

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) => Logic.Not(Operand.Evaluate(facts));
    }

    /// <summary>A condition is false or unknown: the rows that a delete leaves behind.</summary>
    /// <param name="Operand">The condition.</param>
    public sealed record IsNotTrue(Predicate Operand) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => Operand.Columns;

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts)
        {
            Outcomes outcomes = Operand.Evaluate(facts);
            return ((outcomes & Outcomes.True) != 0 ? Outcomes.False : Outcomes.Nothing)
                | ((outcomes & (Outcomes.False | Outcomes.Null)) != 0 ? Outcomes.True : Outcomes.Nothing);
        }
    }

    /// <summary>A condition that only an engine can decide: it prunes nothing.</summary>
    /// <param name="Text">The condition as the engine writes it.</param>
    public sealed record Opaque(string Text) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => [];

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) => Outcomes.Anything;
    }
}
