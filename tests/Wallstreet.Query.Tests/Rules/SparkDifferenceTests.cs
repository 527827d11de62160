using DuckDB.NET.Data;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rules.Expressions;

namespace Wallstreet.Query.Tests.Rules;

/// <summary>Where DuckDB, left to itself, gives another answer than Spark: the answer is Spark's, or none.</summary>
public sealed class SparkDifferenceTests : IDisposable
{
    private const string Row = """
        SELECT 0.285::DOUBLE AS d, 0.1::FLOAT AS f, 7::INTEGER AS i, (-9223372036854775808)::BIGINT AS least, (-2147483648)::INTEGER AS low,
        '0.1'::DECIMAL(38,38) AS tiny, 0.05::DECIMAL(2,2) AS cents, 1.00000001::DECIMAL(18,8) AS fine, DATE '2024-02-29' AS day,
        TIMESTAMPTZ '2024-02-29 13:14:15.123456Z' AS ts, TIMESTAMP '2024-02-29 13:14:15' AS ntz, 'Straße' AS street, 'ΟΔΟΣ' AS greek,
        E'a\rb' AS lines, E'\t12\x1f' AS padded, 'naN ' AS nan, '1.5d' AS java, '0x1p3' AS hex, '+2020-01-02' AS signed, '2020-1-2 x' AS loose,
        '2020-01-01 24:00:00' AS midnight, DATE '9999-12-31' + 1 AS far, 'x' AS s, 1e14::DOUBLE AS large, 'nan'::DOUBLE AS none, MAP {'k': 1} AS m,
        n AS most, n::BIGINT + 5 AS wide, 999999999999999999::DECIMAL(18,0) AS whole FROM (VALUES (2147483647::INTEGER), (1)) AS v(n) WHERE n > 1
        """;

    private static readonly StructType _schema = new(
        new("d", PrimitiveType.Double), new("f", PrimitiveType.Float), new("i", PrimitiveType.Integer), new("least", PrimitiveType.Long),
        new("low", PrimitiveType.Integer), new("tiny", new DecimalType(38, 38)), new("cents", new DecimalType(2, 2)),
        new("fine", new DecimalType(18, 8)), new("day", PrimitiveType.Date), new("ts", PrimitiveType.Timestamp),
        new("ntz", PrimitiveType.TimestampNtz), new("street", PrimitiveType.String), new("greek", PrimitiveType.String),
        new("lines", PrimitiveType.String), new("padded", PrimitiveType.String), new("nan", PrimitiveType.String),
        new("java", PrimitiveType.String), new("hex", PrimitiveType.String), new("signed", PrimitiveType.String),
        new("loose", PrimitiveType.String), new("midnight", PrimitiveType.String), new("far", PrimitiveType.Date),
        new("s", PrimitiveType.String), new("large", PrimitiveType.Double), new("none", PrimitiveType.Double),
        new("most", PrimitiveType.Integer), new("wide", PrimitiveType.Long), new("whole", new DecimalType(18, 0)),
        new("m", new MapType(PrimitiveType.String, PrimitiveType.Integer)));

    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public SparkDifferenceTests()
    {
        _connection.Open();
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = "SET TimeZone = 'UTC'";
        command.ExecuteNonQuery();
    }

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("CAST(d AS DECIMAL(10,2))", "0.29")]
    [InlineData("CAST(f AS DECIMAL(15,14))", "0.10000000149012")]
    [InlineData("CAST(tiny AS DOUBLE) = 0.1D", "true")]
    [InlineData("CAST(cents AS STRING) || '|' || -cents", "0.05|-0.05")]
    [InlineData("- -5", "5")]
    [InlineData("-2147483648 = low", "true")]
    [InlineData("EXTRACT(SECOND FROM ts)", "15.123456")]
    [InlineData("EXTRACT(DOW FROM ts)", "5")]
    [InlineData("SECOND(ts)", "15")]
    [InlineData("YEAR('2024-01-01 00:30:00+02:00')", "2024")]
    [InlineData("TRY_CAST('1.5' AS INT)", "null")]
    [InlineData("TRY_CAST(least AS INT)", "null")]
    [InlineData("CAST('.5' AS INT)", "0")]
    [InlineData("CAST(padded AS INT)", "12")]
    [InlineData("CAST(padded AS DOUBLE)", "12.0")]
    [InlineData("ISNAN(CAST(nan AS DOUBLE))", "true")]
    [InlineData("CAST(java AS DOUBLE)", "1.5")]
    [InlineData("CAST('-INF' AS DOUBLE) < -1e308", "true")]
    [InlineData("CAST('1e400' AS DOUBLE) > 1e308", "true")]
    [InlineData("CAST('+nan' AS DOUBLE)", "null")]
    [InlineData("CAST(loose AS DATE)", "2020-01-02")]
    [InlineData("lines RLIKE '^a.b$'", "false")]
    [InlineData("lines RLIKE '^a[.\\\\r]b$'", "true")]
    [InlineData("'ab\n' RLIKE '^(?:a|(ab$))'", "true")]
    [InlineData("'ab\r\n' RLIKE '^ab$' AND 'ab\n\n' NOT RLIKE '^ab$'", "true")]
    [InlineData("'a\r\n' RLIKE '^a[^b]$'", "false")]
    [InlineData("UPPER(lines) = 'A\\rB'", "true")]
    [InlineData("SIGN(none)", "nan")]
    [InlineData("POW(i, 2)", "49.0")]
    [InlineData("POW(3, 34)", "stops")]
    [InlineData("DATE_FORMAT(ts, \"yyyy 'o''clock' HH\")", "2024 o'clock 13")]
    [InlineData("'\\U0001F600' = '😀' AND '\\200' = '200'", "true")]
    [InlineData("f < 16777216", "true")]
    [InlineData("TO_DATE('2024-2-29', 'yyyy-M-d')", "2024-02-29")]
    [InlineData("CAST(TO_TIMESTAMP('2024-02-29 01:02:03.004', 'yyyy-MM-dd HH:mm:ss.SSS') AS STRING)", "2024-02-29 01:02:03.004")]
    [InlineData("-least", "stops")]
    [InlineData("-(-9223372036854775808)", "stops")]
    [InlineData("ABS(least)", "stops")]
    [InlineData("most + 1 > 0", "stops")]
    [InlineData("2 * most > 1", "stops")]
    [InlineData("CAST(wide AS INT) > 0", "stops")]
    [InlineData("most > 5 OR most + 1 > 0", "true")]
    [InlineData("most < 5 AND most + 1 > 0", "false")]
    [InlineData("(street IS NULL AND i = 1) OR i = 7 OR UPPER(street) = 'X'", "true")]
    [InlineData("i = 1 OR UPPER(street) = 'X'", "stops")]
    [InlineData("whole * whole", "999999999999999998000000000000000001")]
    [InlineData("UPPER(street)", "stops")]
    [InlineData("LOWER(greek)", "stops")]
    [InlineData("CAST(hex AS DOUBLE)", "stops")]
    [InlineData("CAST(signed AS DATE)", "stops")]
    [InlineData("CAST(midnight AS TIMESTAMP)", "stops")]
    [InlineData("CAST(far AS STRING)", "stops")]
    [InlineData("DATE_FORMAT(far, 'yyyy')", "stops")]
    [InlineData("CAST(large AS DECIMAL(20,1))", "stops")]
    [InlineData("CAST(none AS DECIMAL(20,1))", "stops")]
    [InlineData("TO_DATE('2024-002-29', 'yyyy-M-d')", "stops")]
    [InlineData("TO_TIMESTAMP('2024-02-29 01:02:03.4', 'yyyy-MM-dd HH:mm:ss.SSS')", "stops")]
    public void The_answer_is_that_of_Spark_or_the_write_stops(string expression, string expected)
    {
        string sql = ExpressionReader.Read(expression, new ExpressionScope(_schema, "r", true)).Sql;
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = $"SELECT CAST({sql} AS VARCHAR) FROM ({Row}) AS r";
        if (expected == "stops")
        {
            Assert.Throws<DuckDBException>(() => command.ExecuteScalar());
            return;
        }

        Assert.Equal(expected, command.ExecuteScalar() is string text ? text : "null");
    }

    [Theory]
    [InlineData("EXP(d)", "EXP")]
    [InlineData("LN(d)", "LN")]
    [InlineData("LOG10(d)", "LOG10")]
    [InlineData("POW(d, 2)", "POW")]
    [InlineData("POW(i, i)", "POW")]
    [InlineData("day IN ('2024-2-29')", "IN")]
    [InlineData("ts IN ('2024-02-29')", "IN")]
    [InlineData("COALESCE(day, '2024-02-29')", "COALESCE")]
    [InlineData("GREATEST(day, '2024-02-29')", "GREATEST")]
    [InlineData("CASE WHEN i = 1 THEN day ELSE '2024-02-29' END", "CASE")]
    [InlineData("f = i", "float beside integer")]
    [InlineData("f = 16777217", "float beside integer")]
    [InlineData("f + 1", "float beside integer")]
    [InlineData("+s", "'+'")]
    [InlineData("CAST(fine AS STRING)", "exponents")]
    [InlineData("s || fine", "exponents")]
    [InlineData("TRY_CAST(d AS FLOAT)", "TRY_CAST")]
    [InlineData("ntz = '2024-02-29 00:00:00Z'", "2024-02-29 00:00:00Z")]
    [InlineData("ts > '20240229T000000Z'", "20240229T000000Z")]
    [InlineData("d > 1e999", "1E999")]
    [InlineData("s RLIKE '\\\\bx'", "\\b")]
    [InlineData("s RLIKE '(a$)b'", "'$' in the middle")]
    [InlineData("s RLIKE '(a(b$|c))d'", "'$' in the middle")]
    [InlineData("s RLIKE '[]a]'", "']'")]
    [InlineData("s RLIKE '^(?:)'", "empty group")]
    [InlineData("DATE_FORMAT(ts, 'yyyy[-MM]')", "'['")]
    [InlineData("DATE_FORMAT(ts, 'uuuu')", "uuuu")]
    [InlineData("TO_DATE(s, 'dd.MM.yy')", "two digits")]
    [InlineData("TO_TIMESTAMP(s, 'HH:mm')", "no year")]
    [InlineData("TO_DATE(s, 'yyyy MM M')", "twice")]
    [InlineData("TO_DATE(s, 'yyyyMd')", "fixed length")]
    [InlineData("EXTRACT(WEEKDAY FROM day)", "WEEKDAY")]
    [InlineData("EXTRACT(UPPER FROM s)", "UPPER")]
    [InlineData("m[1]", "a key of its type")]
    public void What_sessions_of_Spark_answer_differently_is_refused_by_name(string expression, string named)
    {
        ExpressionException refused = Assert.Throws<ExpressionException>(
            () => ExpressionReader.Read(expression, new ExpressionScope(_schema, "r", true)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_few_words_that_would_become_very_long_is_refused()
    {
        string nested = string.Concat(Enumerable.Repeat("SUBSTRING(", 90)) + "s" + string.Concat(Enumerable.Repeat(", i, i)", 90));
        ExpressionException refused = Assert.Throws<ExpressionException>(
            () => ExpressionReader.Read(nested, new ExpressionScope(_schema, "r", true)));
        Assert.Contains("too large", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_sum_is_refused_or_computed_and_ends_no_process()
    {
        foreach (int terms in (int[])[100, 400, 2_000, 16_000])
        {
            string sum = string.Join("+", Enumerable.Repeat("1", terms));
            try
            {
                using DuckDBCommand command = _connection.CreateCommand();
                command.CommandText = $"SELECT {ExpressionReader.Read(sum, new ExpressionScope(_schema, "r", true)).Sql}";
                Assert.Equal(terms, command.ExecuteScalar());
            }
            catch (Exception refused) when (refused is ExpressionException or DuckDBException)
            {
                Assert.True(terms > 100, refused.Message);
            }
        }
    }
}
