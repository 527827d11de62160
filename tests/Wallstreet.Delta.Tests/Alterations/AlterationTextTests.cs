using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Tests.Alterations;

/// <summary>Types, paths and expressions as people write them.</summary>
public sealed class AlterationTextTests
{
    [Theory]
    [InlineData("BIGINT", "long")]
    [InlineData(" int ", "integer")]
    [InlineData("Decimal", "decimal(10,0)")]
    [InlineData("numeric( 38 , 38 )", "decimal(38,38)")]
    [InlineData("array<array<timestamp_ntz>>", "array<array<timestamp_ntz>>")]
    [InlineData("map<string, struct<a: int, `b c`: date>>", "map<string,struct<a:integer,b c:date>>")]
    [InlineData("struct<a int NOT NULL, ü: string>", "struct<a:integer,ü:string>")]
    public void A_type_is_read_in_Sparks_words_and_the_protocols(string text, string expected) =>
        Assert.Equal(expected, TypeText.Parse(text).DisplayName);

    [Fact]
    public void Two_backquotes_in_the_name_of_a_field_are_one() =>
        Assert.Equal(["a`b", "c` d"], ((StructType)TypeText.Parse("struct<`a``b`: int, `c`` d` int>")).Fields.Select(static field => field.Name));

    [Fact]
    public void A_field_of_a_struct_may_forbid_nulls() =>
        Assert.False(((StructType)TypeText.Parse("struct<a int not null>")).Fields[0].Nullable);

    [Theory]
    [InlineData("")]
    [InlineData("strin")]
    [InlineData("decimal(39,0)")]
    [InlineData("decimal(5,6)")]
    [InlineData("decimal(5")]
    [InlineData("array<int")]
    [InlineData("array<int>>")]
    [InlineData("map<int>")]
    [InlineData("struct<>")]
    [InlineData("struct<`a``: int>")]
    [InlineData("struct<a: int, A: int>")]
    [InlineData("struct<`a: int>")]
    [InlineData("int; DROP TABLE t")]
    [InlineData("struct<a int not>")]
    public void What_is_no_type_is_refused(string text) =>
        Assert.Throws<SchemaMismatchException>(() => TypeText.Parse(text));

    [Fact]
    public void A_type_of_hostile_depth_is_refused() => Assert.Throws<SchemaMismatchException>(
        () => TypeText.Parse(string.Concat(Enumerable.Repeat("array<", 50_000)) + "int"));

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a.b.c", "a|b|c")]
    [InlineData("`a.b`.c", "a.b|c")]
    [InlineData("`a``b`", "a`b")]
    [InlineData("s.element.`key`", "s|element|key")]
    public void A_path_is_read_and_written_again(string text, string expected)
    {
        ColumnPath path = ColumnPathText.Parse(text);
        Assert.Equal(expected, string.Join('|', path.Names));
        Assert.Equal(path, ColumnPathText.Parse(ColumnPathText.Write(path)));
    }

    [Theory]
    [InlineData("a.b, s.c", "a.b;s|c")]
    [InlineData("`a.b`,`x,y`, s.`c`", "a.b;x,y;s|c")]
    [InlineData(" ", "")]
    public void Paths_with_commas_between_them_are_those_of_a_table(string list, string expected)
    {
        StructType schema = new(
        [
            new StructField("a.b", PrimitiveType.Long), new StructField("x,y", PrimitiveType.Long),
            new StructField("s", new StructType([new StructField("c", PrimitiveType.Long)])),
        ]);

        Assert.Equal(expected, string.Join(';', ColumnPathText.ResolveAll(schema, list).Select(static path => string.Join('|', path.Names))));
        Assert.Throws<SchemaMismatchException>(() => ColumnPathText.ResolveAll(schema, "a.b,,s.c"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("`a")]
    public void What_is_no_path_is_refused(string text) =>
        Assert.Throws<SchemaMismatchException>(() => ColumnPathText.Parse(text));

    [Fact]
    public void A_column_with_points_in_its_name_is_meant_before_a_nested_one()
    {
        StructType schema = new(new("a.b", PrimitiveType.Long), new("a", new StructType(new StructField("b", PrimitiveType.Long))));
        Assert.Equal(["a.b"], ColumnPathText.Resolve(schema, "A.B").Names);
        Assert.Equal(["a", "b"], ColumnPathText.Resolve(schema, "`a`.b").Names);
    }

    [Theory]
    [InlineData("price > 0 AND abs(`the qty`) < 1", "price|AND|the qty")]
    [InlineData("'price' = \"qty\" OR x = 'it\\'s y'", "OR|x")]
    [InlineData("year (at) = y2", "at|y2")]
    [InlineData("s.`a``b` = ü", "s|a`b|ü")]
    [InlineData("`open", "open")]
    [InlineData("'open", "")]
    public void The_names_of_an_expression_are_found_outside_of_texts_and_calls(string expression, string expected)
    {
        IReadOnlySet<string> names = ExpressionNames.Find(expression);
        string[] wanted = expected.Split('|', StringSplitOptions.RemoveEmptyEntries);
        if (expression == "`open")
        {
            Assert.Single(names);
            return;
        }

        Assert.Equal(wanted.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1, 1, null, 1, 3, 3)]
    [InlineData(10, 5, null, 10, 3, 20)]
    [InlineData(10, 5, 20, 25, 2, 30)]
    [InlineData(0, -2, -4, -6, 1, -6)]
    [InlineData(10, 5, 22, 30, 1, 30)]
    [InlineData(10, 3, 9, 10, 1, 10)]
    public void Numbers_go_on_from_the_high_water_mark(long start, long step, int? mark, long next, long rows, long after)
    {
        IdentityColumn identity = new(start, step, mark, false);
        Assert.Equal((next, after), (identity.Next, identity.After(rows).HighWaterMark));
        Assert.Equal(identity, IdentityColumn.Find(identity.ApplyTo(new StructField("id", PrimitiveType.Long))));
    }

    [Fact]
    public void Numbers_that_do_not_fit_or_a_damaged_column_are_errors()
    {
        Assert.Throws<OverflowException>(() => new IdentityColumn(1, 1, long.MaxValue, false).Next);
        Assert.Throws<OverflowException>(() => new IdentityColumn(1, long.MaxValue, null, false).After(3));
        StructField field = new IdentityColumn(1, 1, null, false).ApplyTo(new StructField("id", PrimitiveType.Long));
        Assert.Throws<DeltaLogException>(() => IdentityColumn.Find(field with { Type = PrimitiveType.String }));
        Assert.Throws<DeltaLogException>(() => IdentityColumn.Find(field with
        {
            Metadata = field.Metadata.Where(static pair => pair.Key != "delta.identity.step").ToDictionary(static pair => pair.Key, static pair => pair.Value),
        }));
        Assert.Null(IdentityColumn.Find(new StructField("id", PrimitiveType.Long)));
    }
}
