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

    /// <summary>Decides over many files at once, as the other overload does over one.</summary>
    /// <param name="facts">What is known of the files.</param>
    /// <param name="outcomes">Takes <see cref="Outcomes"/> by the position of the files.</param>
    internal abstract void Evaluate(FactsTable facts, Span<byte> outcomes);

    internal FileMatch Match(Func<ColumnPath, ColumnFacts> facts) => MatchOf(Evaluate(facts));

    internal static FileMatch MatchOf(Outcomes outcomes) =>
        (outcomes & Outcomes.True) == 0 ? FileMatch.None
            : outcomes == Outcomes.True ? FileMatch.All
            : FileMatch.Maybe;

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

        internal override void Evaluate(FactsTable facts, Span<byte> outcomes) =>
            facts.Compare(Column, Operator, Value, outcomes);
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
                .Aggregate(ComparisonOutcomes.OfNone(known.Nulls), Logic.Or);
        }

        internal override void Evaluate(FactsTable facts, Span<byte> outcomes)
        {
            facts.CompareWithNone(Column, outcomes);
            OutcomeSets.Fold(
                outcomes, Values, (value, some) => facts.Compare(Column, ComparisonOperator.Equal, value, some), OutcomeSets.Or);
        }
    }

    /// <summary>A column is null.</summary>
    /// <param name="Column">The column.</param>
    public sealed record IsNull(ColumnPath Column) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => [Column];

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) => Decide(facts(Column).Nulls);

        internal override void Evaluate(FactsTable facts, Span<byte> outcomes) => facts.AskNull(Column, outcomes);

        internal static Outcomes Decide(NullPresence nulls) => nulls switch
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

        internal override void Evaluate(FactsTable facts, Span<byte> outcomes)
        {
            outcomes.Fill((byte)Outcomes.True);
            OutcomeSets.Fold(outcomes, Operands, (operand, some) => operand.Evaluate(facts, some), OutcomeSets.And);
        }
    }

    /// <summary>Any of several conditions.</summary>
    /// <param name="Operands">The conditions; at least one.</param>
    public sealed record Or(IReadOnlyList<Predicate> Operands) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => Operands.SelectMany(static operand => operand.Columns);

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) =>
            Operands.Select(operand => operand.Evaluate(facts)).Aggregate(Outcomes.False, Logic.Or);

        internal override void Evaluate(FactsTable facts, Span<byte> outcomes)
        {
            outcomes.Fill((byte)Outcomes.False);
            OutcomeSets.Fold(outcomes, Operands, (operand, some) => operand.Evaluate(facts, some), OutcomeSets.Or);
        }
    }

    /// <summary>The opposite of a condition; unknown stays unknown.</summary>
    /// <param name="Operand">The condition.</param>
    public sealed record Not(Predicate Operand) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => Operand.Columns;

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) => Logic.Not(Operand.Evaluate(facts));

        internal override void Evaluate(FactsTable facts, Span<byte> outcomes)
        {
            Operand.Evaluate(facts, outcomes);
            OutcomeSets.Map(outcomes, Logic.Not);
        }
    }

    /// <summary>A condition is false or unknown: the rows that a delete leaves behind.</summary>
    /// <param name="Operand">The condition.</param>
    public sealed record IsNotTrue(Predicate Operand) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => Operand.Columns;

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) => Decide(Operand.Evaluate(facts));

        internal override void Evaluate(FactsTable facts, Span<byte> outcomes)
        {
            Operand.Evaluate(facts, outcomes);
            OutcomeSets.Map(outcomes, Decide);
        }

        private static Outcomes Decide(Outcomes outcomes) =>
            ((outcomes & Outcomes.True) != 0 ? Outcomes.False : Outcomes.Nothing)
                | ((outcomes & (Outcomes.False | Outcomes.Null)) != 0 ? Outcomes.True : Outcomes.Nothing);
    }

    /// <summary>A condition that only an engine can decide: it prunes nothing.</summary>
    /// <param name="Text">The condition as the engine writes it.</param>
    public sealed record Opaque(string Text) : Predicate
    {
        /// <inheritdoc/>
        public override IEnumerable<ColumnPath> Columns => [];

        internal override Outcomes Evaluate(Func<ColumnPath, ColumnFacts> facts) => Outcomes.Anything;

        internal override void Evaluate(FactsTable facts, Span<byte> outcomes) => outcomes.Fill((byte)Outcomes.Anything);
    }
}
