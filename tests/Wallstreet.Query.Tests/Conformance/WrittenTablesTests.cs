namespace Wallstreet.Query.Tests.Conformance;

/// <summary>What we write, an implementation that is not ours reads with the same contents.</summary>
[OnEveryStore]
public sealed class WrittenTablesTests
{
    private const string EveryType = """
        SELECT i::BIGINT AS a_long, i::INTEGER AS an_int, i::SMALLINT AS a_short, i::TINYINT AS a_byte,
            CASE WHEN i % 7 = 0 THEN 'NaN'::DOUBLE WHEN i % 7 = 1 THEN -0.0 ELSE i / 3.0 END::DOUBLE AS a_double,
            CASE WHEN i % 5 = 0 THEN 'Infinity'::FLOAT ELSE i / 7.0 END::FLOAT AS a_float,
            i % 2 = 0 AS a_bool, 'text ' || i || ' é∂ ''"\' AS a_string, encode('bytes ' || i) AS a_binary,
            (i / 10.0)::DECIMAL(5, 2) AS small_decimal, (i * 1000000.0001)::DECIMAL(18, 4) AS long_decimal,
            (i * 1234567890123.5)::DECIMAL(30, 3) AS big_decimal, (DATE '1999-12-30' + i::INTEGER) AS a_date,
            TIMESTAMPTZ '1969-12-31 23:59:59.999999+00' + to_microseconds(i * 86400000001) AS a_moment,
            TIMESTAMP '2024-02-29 12:00:00.123456' + to_microseconds(i) AS a_local_time,
            CASE WHEN i % 3 = 0 THEN NULL ELSE i END::BIGINT AS sometimes_null
        FROM range(40) t(i)
        """;

    private const string Nested = """
        SELECT i::BIGINT AS id, [i, NULL, i + 1]::BIGINT[] AS numbers, {'x': i::INTEGER, 'y': {'deep': 'v' || i}} AS point,
            MAP {'k' || i: i::DOUBLE, 'other': NULL} AS facts, [{'n': i::BIGINT, 'tags': ['a', 'b' || i]}] AS items
        FROM range(10) t(i)
        """;

    [Fact]
    public async Task Every_primitive_type_is_read_by_others_as_by_us()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", EveryType);

        Assert.Equal(40, await Conformance.AssertSameAsync(lake, "t"));
    }

    [Fact]
    public async Task Nested_types_are_read_by_others_as_by_us()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", Nested);

        Assert.Equal(10, await Conformance.AssertSameAsync(lake, "t"));
    }

    [Theory]
    [InlineData("a_long")]
    [InlineData("a_string")]
    [InlineData("a_date")]
    [InlineData("a_moment")]
    [InlineData("a_local_time")]
    [InlineData("a_bool")]
    [InlineData("small_decimal")]
    [InlineData("a_double")]
    [InlineData("sometimes_null")]
    public async Task Partitions_by_every_type_are_read_by_others_as_by_us(string column)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", EveryType, column);

        Assert.Equal(40, await Conformance.AssertSameAsync(lake, "t"));
    }

    [Fact]
    public async Task Checkpoints_and_later_commits_are_read_by_others_as_by_us()
    {
        await using var lake = new Lake();
        for (int version = 0; version < 14; version++)
        {
            await lake.Engine.WriteAsync(
                new WriteQuery($"SELECT {version}::BIGINT AS id, 'day ' || {version % 3} AS day", "t")
                {
                    PartitionBy = ["day"],
                    Mode = version == 4 ? WriteMode.Overwrite : WriteMode.Append,
                },
                Lake.Token);
        }

        Assert.Equal(10, await Conformance.AssertSameAsync(lake, "t"));
    }
}
