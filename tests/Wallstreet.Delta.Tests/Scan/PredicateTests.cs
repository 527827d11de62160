using CsCheck;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Tests.Scan;

public sealed class PredicateTests
{
    private static readonly StructType _schema = new(
        new StructField("x", PrimitiveType.Long),
        new StructField("d", PrimitiveType.Double),
        new StructField("s", PrimitiveType.String),
        new StructField("t", PrimitiveType.Timestamp));

    private static readonly Gen<Predicate> _leaves = Gen.OneOf(
        Gen.Select(Gen.Enum<ComparisonOperator>(), Gen.Int[-3, 6], (comparison, value) =>
            (Predicate)new Predicate.Comparison("x", comparison, Literal.Of((long)value))),
        Gen.Int[-3, 6].Array[0, 3].Select(values =>
            (Predicate)new Predicate.In("x", [.. values.Select(value => Literal.Of((long)value))])),
        Gen.Const((Predicate)new Predicate.IsNull("x")));

    private static readonly Gen<Predicate> _predicates = Gen.Recursive<Predicate>((depth, inner) => depth > 2
        ? _leaves
        : Gen.OneOf(
            _leaves,
            inner.Select(operand => (Predicate)new Predicate.Not(operand)),
            inner.Select(operand => (Predicate)new Predicate.IsNotTrue(operand)),
            inner.Array[1, 3].Select(operands => (Predicate)new Predicate.And(operands)),
            inner.Array[1, 3].Select(operands => (Predicate)new Predicate.Or(operands))));

    [Fact]
    public void Statistics_never_decide_otherwise_than_the_rows_do()
    {
        Gen<long?[]> columns = Gen.OneOf(Gen.Const((long?)null), Gen.Long[-2, 5].Select(value => (long?)value)).Array[1, 4];
        Gen.Select(_predicates, columns, Gen.Bool, Gen.Bool).Sample(
            (predicate, values, withNulls, withBounds) =>
            {
                long[] present = [.. values.Where(value => value is not null).Select(value => value!.Value)];
                ColumnStatistics known = new(
                    withBounds && present.Length > 0 ? Literal.Of(present.Min()) : null,
                    withBounds && present.Length > 0 ? Literal.Of(present.Max()) : null,
                    withNulls ? values.Length - present.Length : null);
                ColumnFacts facts = StatisticsTrust.ToFacts(PrimitiveType.Long, known, values.Length, true);

                FileMatch match = predicate.Match(_ => facts);
                int matching = values.Count(value => predicate.Evaluate(
                    _schema, _ => value is null ? null : Literal.Of(value.Value)) is true);

                return match switch
                {
                    FileMatch.None => matching == 0,
                    FileMatch.All => matching == values.Length,
                    _ => true,
                };
            },
            iter: 20_000);
    }

    [Theory]
    [InlineData(null, true, null)]
    [InlineData(null, false, false)]
    [InlineData(true, null, null)]
    [InlineData(false, null, false)]
    [InlineData(null, null, null)]
    [InlineData(true, true, true)]
    public void And_follows_three_valued_logic(bool? left, bool? right, bool? expected) =>
        Assert.Equal(expected, new Predicate.And([Known(left), Known(right)]).Evaluate(_schema, Row));

    [Theory]
    [InlineData(null, true, true)]
    [InlineData(null, false, null)]
    [InlineData(false, false, false)]
    public void Or_follows_three_valued_logic(bool? left, bool? right, bool? expected) =>
        Assert.Equal(expected, new Predicate.Or([Known(left), Known(right)]).Evaluate(_schema, Row));

    [Theory]
    [InlineData("{\"numRecords\":2,\"minValues\":{\"x\":5},\"maxValues\":{\"x\":9},\"nullCount\":{\"x\":0}}", FileMatch.None)]
    [InlineData("{\"numRecords\":2,\"minValues\":{\"x\":1},\"maxValues\":{\"x\":2},\"nullCount\":{\"x\":0}}", FileMatch.All)]
    [InlineData("{\"numRecords\":2,\"minValues\":{\"x\":1},\"maxValues\":{\"x\":2},\"nullCount\":{\"x\":1}}", FileMatch.Maybe)]
    [InlineData("{\"numRecords\":2,\"minValues\":{\"x\":1},\"maxValues\":{\"x\":2}}", FileMatch.Maybe)]
    [InlineData("{\"numRecords\":2,\"nullCount\":{\"x\":2}}", FileMatch.None)]
    [InlineData("{\"numRecords\":2,\"minValues\":{\"x\":9},\"maxValues\":{\"x\":5},\"nullCount\":{\"x\":0}}", FileMatch.Maybe)]
    [InlineData("{\"numRecords\":2,\"minValues\":{\"x\":\"9\"},\"maxValues\":{\"x\":[1]},\"nullCount\":{\"x\":-1}}", FileMatch.Maybe)]
    [InlineData("{\"numRecords\":2,\"minValues\":{\"x\":9}", FileMatch.Maybe)]
    [InlineData("{\"minValues\":7}", FileMatch.Maybe)]
    [InlineData("[]", FileMatch.Maybe)]
    [InlineData("", FileMatch.Maybe)]
    public void Malformed_statistics_are_ignored_and_good_ones_are_used(string json, FileMatch expected) => Assert.Equal(
        expected, Match(new Predicate.Comparison("x", ComparisonOperator.Less, Literal.Of(4)), json));

    [Fact]
    public void Times_that_were_cut_to_milliseconds_skip_no_row()
    {
        const string Json = "{\"numRecords\":1,\"minValues\":{\"t\":\"2024-01-01T00:00:00.000Z\"},"
            + "\"maxValues\":{\"t\":\"2024-01-01T00:00:00.123Z\"},\"nullCount\":{\"t\":0}}";
        DateTimeOffset end = new(2024, 1, 1, 0, 0, 0, 123, TimeSpan.Zero);

        Assert.Equal(FileMatch.Maybe, Match(After(end.AddMicroseconds(998)), Json));
        Assert.Equal(FileMatch.None, Match(After(end.AddMicroseconds(999)), Json));

        static Predicate After(DateTimeOffset time) =>
            new Predicate.Comparison("t", ComparisonOperator.Greater, Literal.Of(time));
    }

    [Fact]
    public void A_NaN_that_bounds_leave_out_skips_no_row()
    {
        const string Json = "{\"numRecords\":2,\"minValues\":{\"d\":1.0},\"maxValues\":{\"d\":2.0},\"nullCount\":{\"d\":0}}";

        Assert.Equal(FileMatch.Maybe, Match(Compare(ComparisonOperator.Greater, 5), Json));
        Assert.Equal(FileMatch.Maybe, Match(Compare(ComparisonOperator.Less, 5), Json));
        Assert.Equal(FileMatch.None, Match(Compare(ComparisonOperator.Less, 1), Json));
        Assert.Equal(FileMatch.None, Match(Compare(ComparisonOperator.Equal, 5), Json));
        Assert.Equal(FileMatch.Maybe, Match(Compare(ComparisonOperator.Equal, double.NaN), Json));

        static Predicate Compare(ComparisonOperator comparison, double value) =>
            new Predicate.Comparison("d", comparison, Literal.Of(value));
    }

    [Fact]
    public void Values_that_SQL_would_not_compare_skip_nothing()
    {
        const string Json = "{\"numRecords\":1,\"minValues\":{\"x\":1,\"s\":\"a\"},\"maxValues\":{\"x\":1,\"s\":\"a\"},\"nullCount\":{\"x\":0,\"s\":0}}";

        Assert.Equal(FileMatch.Maybe, Match(Predicate.Equal("s", Literal.Of(1)), Json));
        Assert.Equal(FileMatch.Maybe, Match(Predicate.Equal("x", Literal.Of("one")), Json));
        Assert.Equal(FileMatch.All, Match(Predicate.Equal("x", Literal.Of("1")), Json));
        Assert.Equal(FileMatch.Maybe, Match(new Predicate.Opaque("f(x)"), Json));
        Assert.Equal(FileMatch.Maybe, Match(Predicate.Equal("unknown", Literal.Of(1)), Json));
    }

    [Theory]
    [InlineData("plain", "plain", "plain")]
    [InlineData("0123456789012345678901234567890123456789", "01234567890123456789012345678901", "01234567890123456789012345678901\U0010FFFF")]
    [InlineData("012345678901234567890123456789😀😀", "012345678901234567890123456789😀", "012345678901234567890123456789😀\U0010FFFF")]
    public void Long_texts_are_cut_so_that_they_stay_bounds(string text, string min, string max)
    {
        StatisticsBuilder builder = new(new Actions.Metadata("id", SchemaJson.Write(_schema))) { RecordCount = 1 };
        builder.Set("s", Literal.Of(text), Literal.Of(text), 0);

        ColumnStatistics read = FileStatistics.Parse(builder.ToJson(), _schema, ColumnMappingMode.None)!.Find("s");

        Assert.Equal((Literal.Of(min), Literal.Of(max)), (read.Min, read.Max));
        Assert.True(Literal.Compare(read.Min!, Literal.Of(text)) <= 0);
        Assert.True(Literal.Compare(read.Max!, Literal.Of(text)) >= 0);
    }

    private static Predicate Known(bool? value) => value is null
        ? Predicate.Equal("s", Literal.Of("x"))
        : new Predicate.Comparison("x", value.Value ? ComparisonOperator.Equal : ComparisonOperator.NotEqual, Literal.Of(1));

    private static Literal? Row(ColumnPath column) => column == "x" ? Literal.Of(1L) : null;

    private static FileMatch Match(Predicate predicate, string json) => new ScanPlanner(
        new Actions.Metadata("id", SchemaJson.Write(_schema)), [], predicate)
        .Plan(Tables.File("a", json)).Match;
}
