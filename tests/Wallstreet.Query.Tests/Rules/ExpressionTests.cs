using System.Globalization;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rules.Expressions;

namespace Wallstreet.Query.Tests.Rules;

/// <summary>Each operator and function against what Spark answers: expected values are declared, not computed.</summary>
public sealed class ExpressionTests
{
    private const string Row = """
        SELECT 7::INTEGER AS i, -3::INTEGER AS neg, NULL::INTEGER AS n, 2.5::DOUBLE AS d, 'Häuser'::VARCHAR AS s, NULL::VARCHAR AS nos,
        12.35::DECIMAL(10,2) AS dec, DATE '2024-02-29' AS day, TIMESTAMPTZ '2024-02-29 13:14:15.123456Z' AS ts, true AS b,
        {'a.b': 5::INTEGER, 'c': 'x'} AS st, [10::BIGINT, 20] AS arr, MAP {'k': 1.5::DOUBLE} AS m, 9::BIGINT AS "Odd näme.x",
        TIMESTAMP '2024-01-02 03:04:05' AS ntz, 'nan'::DOUBLE AS nan, 5::TINYINT AS tiny
        """;

    private static readonly StructType _schema = new(
        new("i", PrimitiveType.Integer), new("neg", PrimitiveType.Integer), new("n", PrimitiveType.Integer), new("d", PrimitiveType.Double),
        new("s", PrimitiveType.String), new("nos", PrimitiveType.String), new("dec", new DecimalType(10, 2)), new("day", PrimitiveType.Date),
        new("ts", PrimitiveType.Timestamp), new("b", PrimitiveType.Boolean),
        new("st", new StructType(new StructField("a.b", PrimitiveType.Integer), new StructField("c", PrimitiveType.String))),
        new("arr", new ArrayType(PrimitiveType.Long)), new("m", new MapType(PrimitiveType.String, PrimitiveType.Double)),
        new("Odd näme.x", PrimitiveType.Long), new("ntz", PrimitiveType.TimestampNtz), new("nan", PrimitiveType.Double),
        new("tiny", PrimitiveType.Byte));

    private static TypedSql Read(string expression) => ExpressionReader.Read(expression, new ExpressionScope(_schema, "r", true));

    private static async Task<string> EvaluateAsync(Lake lake, string expression)
    {
        object? value = await lake.ValueAsync($"SELECT CAST({Read(expression).Sql} AS VARCHAR) FROM ({Row}) AS r");
        return Convert.ToString(value ?? "null", CultureInfo.InvariantCulture)!;
    }

    [Theory]
    [InlineData("i + 1", "8", "integer")]
    [InlineData("i + 1L", "8", "long")]
    [InlineData("tiny + tiny", "10", "byte")]
    [InlineData("i / 2", "3.5", "double")]
    [InlineData("i / 0", "null", "double")]
    [InlineData("d / 0", "null", "double")]
    [InlineData("neg DIV 2", "-1", "long")]
    [InlineData("neg % 2", "-1", "integer")]
    [InlineData("i % 0", "null", "integer")]
    [InlineData("PMOD(neg, 5)", "2", "integer")]
    [InlineData("-i * 2 + 3", "-11", "integer")]
    [InlineData("- - i", "7", "integer")]
    [InlineData("dec * 2", "24.70", "decimal(12,2)")]
    [InlineData("dec + 1", "13.35", "decimal(11,2)")]
    [InlineData("dec - 0.005", "12.345", "decimal(12,3)")]
    [InlineData("dec / d", "4.9399999999999995", "double")]
    [InlineData("1.5 + 1", "2.5", "decimal(3,1)")]
    [InlineData("1e2", "100.0", "double")]
    [InlineData("2147483648", "2147483648", "long")]
    [InlineData("-2147483648", "-2147483648", "integer")]
    [InlineData("12345678901234567890", "12345678901234567890", "decimal(20,0)")]
    [InlineData("7S", "7", "short")]
    [InlineData("1.25BD", "1.25", "decimal(3,2)")]
    [InlineData("ABS(neg)", "3", "integer")]
    [InlineData("CEIL(d)", "3", "long")]
    [InlineData("FLOOR(-2.5D)", "-3", "long")]
    [InlineData("CEIL(dec)", "13", "decimal(9,0)")]
    [InlineData("ROUND(dec, 1)", "12.4", "decimal(10,1)")]
    [InlineData("ROUND(-2.5BD)", "-3", "decimal(2,0)")]
    [InlineData("SQRT(16)", "4.0", "double")]
    [InlineData("SQRT(-1)", "nan", "double")]
    [InlineData("POW(2, 10)", "1024.0", "double")]
    [InlineData("SIGN(neg)", "-1.0", "double")]
    [InlineData("GREATEST(1, n, 3)", "3", "integer")]
    [InlineData("LEAST(2L, i)", "2", "long")]
    public async Task Numbers_are_computed_as_Spark_does(string expression, string expected, string type)
    {
        await using var lake = Lake.WithoutTables();
        Assert.Equal((expected, type), (await EvaluateAsync(lake, expression), Read(expression).Type.DisplayName));
    }

    [Theory]
    [InlineData("i = 7 AND b", "true")]
    [InlineData("i == 7", "true")]
    [InlineData("i <> 7 OR NOT b", "false")]
    [InlineData("! b", "false")]
    [InlineData("n = 1", "null")]
    [InlineData("n <=> NULL", "true")]
    [InlineData("n <=> 1", "false")]
    [InlineData("n IS NULL AND i IS NOT NULL", "true")]
    [InlineData("(n = 1) IS NULL", "true")]
    [InlineData("b IS TRUE AND (n = 1) IS NOT TRUE", "true")]
    [InlineData("n IS DISTINCT FROM 1", "true")]
    [InlineData("n IS NOT DISTINCT FROM NULL", "true")]
    [InlineData("n = 1 AND false", "false")]
    [InlineData("n = 1 OR true", "true")]
    [InlineData("i BETWEEN 1 AND 7", "true")]
    [InlineData("i NOT BETWEEN 1 AND 7", "false")]
    [InlineData("i IN (1, 2, 7)", "true")]
    [InlineData("i IN (1, NULL)", "null")]
    [InlineData("i NOT IN (1, 2)", "true")]
    [InlineData("nan = nan AND nan > 1e308", "true")]
    [InlineData("i < d", "false")]
    [InlineData("dec > 12", "true")]
    [InlineData("dec = 12.350", "true")]
    [InlineData("day > '1900-01-01'", "true")]
    [InlineData("'2024-02-29' = day", "true")]
    [InlineData("day IN ('2024-02-28', '2024-02-29')", "true")]
    [InlineData("ts >= day", "true")]
    [InlineData("ts < TIMESTAMP '2024-03-01 00:00:00'", "true")]
    [InlineData("ntz = TIMESTAMP_NTZ '2024-01-02 03:04:05'", "true")]
    [InlineData("s LIKE 'H_u%'", "true")]
    [InlineData("'100%' LIKE '100\\%'", "true")]
    [InlineData("'1000' LIKE '100\\%'", "false")]
    [InlineData("nos LIKE '%'", "null")]
    [InlineData("s RLIKE '^H.*r$'", "true")]
    [InlineData("s RLIKE 'us'", "true")]
    [InlineData("'a1' RLIKE '^[a-z]\\\\d$'", "true")]
    [InlineData("s NOT RLIKE '^x'", "true")]
    [InlineData("CASE WHEN n = 1 THEN true WHEN i > 6 THEN false ELSE true END", "false")]
    [InlineData("CASE i WHEN 7 THEN b END", "true")]
    [InlineData("ISNAN(nan) AND NOT ISNAN(d)", "true")]
    [InlineData("STARTSWITH(s, 'Hä') AND ENDSWITH(s, 'er') AND CONTAINS(s, 'us')", "true")]
    [InlineData("st.`a.b` = 5 AND st.c = 'x'", "true")]
    [InlineData("arr[0] = 10 AND arr[1] = 20 AND arr[2] IS NULL AND arr[-1] IS NULL", "true")]
    [InlineData("m['k'] = 1.5 AND m['no'] IS NULL", "true")]
    [InlineData("`Odd näme.x` = 9", "true")]
    [InlineData("`odd NÄME.x` IS NOT NULL AND I = 7", "true")]
    [InlineData("X'4869' = CAST('Hi' AS BINARY)", "true")]
    public async Task Conditions_are_true_false_or_null_as_in_Spark(string expression, string expected)
    {
        await using var lake = Lake.WithoutTables();
        Assert.Equal((expected, "boolean"), (await EvaluateAsync(lake, expression), Read(expression).Type.DisplayName));
    }

    [Theory]
    [InlineData("UPPER(s)", "HÄUSER")]
    [InlineData("LOWER(s)", "häuser")]
    [InlineData("LENGTH(s)", "6")]
    [InlineData("OCTET_LENGTH(s)", "7")]
    [InlineData("SUBSTRING(s, 2, 3)", "äus")]
    [InlineData("SUBSTRING(s, 0, 2)", "Hä")]
    [InlineData("SUBSTRING(s, -3)", "ser")]
    [InlineData("SUBSTRING(s, -8, 4)", "Hä")]
    [InlineData("SUBSTRING(s, 3, -1)", "")]
    [InlineData("SUBSTRING(s, n)", "null")]
    [InlineData("SUBSTR(s, 10)", "")]
    [InlineData("LEFT(s, 2) || RIGHT(s, 2)", "Häer")]
    [InlineData("LEFT(s, -1) || RIGHT(s, 0)", "")]
    [InlineData("RIGHT(s, 99)", "Häuser")]
    [InlineData("CONCAT(s, '-', i)", "Häuser-7")]
    [InlineData("CONCAT(s, nos)", "null")]
    [InlineData("s || nos", "null")]
    [InlineData("CONCAT_WS('+', 'a', nos, 'b')", "a+b")]
    [InlineData("TRIM('  x ')", "x")]
    [InlineData("TRIM('\\tx')", "\tx")]
    [InlineData("LTRIM(' x ') || '|'", "x |")]
    [InlineData("RTRIM(' x ') || '|'", " x|")]
    [InlineData("REPLACE('aba', 'a', 'x')", "xbx")]
    [InlineData("REPLACE('aba', '', 'x')", "aba")]
    [InlineData("REPEAT('ab', 2)", "abab")]
    [InlineData("INSTR(s, 'us')", "3")]
    [InlineData("INSTR(s, 'zz')", "0")]
    [InlineData("MD5('a')", "0cc175b9c0f1b6a831c399e269772661")]
    [InlineData("SHA2('a', 256)", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb")]
    [InlineData("'it''s'", "refused")]
    [InlineData("'it\\'s'", "it's")]
    [InlineData("\"it's\"", "it's")]
    [InlineData("'\\u00e4\\101'", "äA")]
    [InlineData("COALESCE(nos, s)", "Häuser")]
    [InlineData("NVL(n, 3)", "3")]
    [InlineData("NVL2(n, 'a', 'b')", "b")]
    [InlineData("NULLIF(i, 7)", "null")]
    [InlineData("IF(i > 3, 'big', 'small')", "big")]
    [InlineData("SIZE(arr)", "2")]
    [InlineData("SIZE(m)", "1")]
    public async Task Texts_are_computed_as_Spark_does(string expression, string expected)
    {
        await using var lake = Lake.WithoutTables();
        if (expected == "refused")
        {
            Assert.Throws<ExpressionException>(() => Read(expression));
            return;
        }

        Assert.Equal(expected, await EvaluateAsync(lake, expression));
    }

    [Theory]
    [InlineData("YEAR(ts)", "2024")]
    [InlineData("MONTH(day)", "2")]
    [InlineData("DAY(ts)", "29")]
    [InlineData("HOUR(ts)", "13")]
    [InlineData("MINUTE(ntz)", "4")]
    [InlineData("SECOND(ts)", "15")]
    [InlineData("QUARTER(day)", "1")]
    [InlineData("DAYOFWEEK(day)", "5")]
    [InlineData("WEEKDAY(day)", "3")]
    [InlineData("DAYOFYEAR(day)", "60")]
    [InlineData("WEEKOFYEAR(DATE '2024-12-30')", "1")]
    [InlineData("EXTRACT(YEAR FROM ts)", "2024")]
    [InlineData("YEAR('2023-05-06')", "2023")]
    [InlineData("DATE_ADD(day, 1)", "2024-03-01")]
    [InlineData("DATE_SUB(day, 29)", "2024-01-31")]
    [InlineData("day + 1", "2024-03-01")]
    [InlineData("DATEDIFF(day, '2024-03-01')", "-1")]
    [InlineData("ADD_MONTHS(DATE '2024-01-31', 1)", "2024-02-29")]
    [InlineData("LAST_DAY(DATE '2023-02-01')", "2023-02-28")]
    [InlineData("MAKE_DATE(2024, 2, 30)", "null")]
    [InlineData("TRUNC(day, 'YEAR')", "2024-01-01")]
    [InlineData("TRUNC(day, 'mm')", "2024-02-01")]
    [InlineData("CAST(DATE_TRUNC('HOUR', ts) AS STRING)", "2024-02-29 13:00:00")]
    [InlineData("CAST(DATE_TRUNC('WEEK', ts) AS STRING)", "2024-02-26 00:00:00")]
    [InlineData("DATE_FORMAT(ts, 'yyyy-MM')", "2024-02")]
    [InlineData("DATE_FORMAT(ts, \"dd.MM.yy HH:mm:ss.SSS 'at%'\")", "29.02.24 13:14:15.123 at%")]
    [InlineData("TO_DATE('29.02.2024', 'dd.MM.yyyy')", "2024-02-29")]
    [InlineData("TO_DATE('29.2.2024', 'dd.MM.yyyy')", "null")]
    [InlineData("CAST(TO_TIMESTAMP('20240229131415', 'yyyyMMddHHmmss') AS STRING)", "2024-02-29 13:14:15")]
    [InlineData("CAST(ts AS DATE)", "2024-02-29")]
    [InlineData("CAST(ts AS BIGINT)", "1709212455")]
    [InlineData("UNIX_SECONDS(TIMESTAMP '1969-12-31 23:59:59.5')", "-1")]
    [InlineData("CAST(day AS STRING)", "2024-02-29")]
    [InlineData("CAST(ts AS STRING)", "2024-02-29 13:14:15.123456")]
    [InlineData("TO_DATE('2024-3')", "2024-03-01")]
    [InlineData("CAST(CONCAT('2024-1-', i) AS DATE)", "2024-01-07")]
    [InlineData("CAST(CONCAT('2024-1-7T', s) AS DATE)", "2024-01-07")]
    [InlineData("CAST(s AS DATE)", "null")]
    [InlineData("CURRENT_DATE() > DATE '2020-01-01' AND CURRENT_TIMESTAMP > ts", "true")]
    public async Task Days_and_times_are_computed_as_Spark_does_in_UTC(string expression, string expected)
    {
        string refusedConstant = "TO_DATE('2024-3')";
        await using var lake = Lake.WithoutTables();
        if (expression == refusedConstant)
        {
            // A constant is read now, strictly.
            Assert.Throws<ExpressionException>(() => Read(expression));
            return;
        }

        Assert.Equal(expected, await EvaluateAsync(lake, expression));
    }

    [Theory]
    [InlineData("CAST(2.9D AS INT)", "2")]
    [InlineData("CAST(-2.9D AS BIGINT)", "-2")]
    [InlineData("CAST(dec AS INT)", "12")]
    [InlineData("CAST(' 12 ' AS INT)", "12")]
    [InlineData("CAST('1.9' AS INT)", "1")]
    [InlineData("CAST('x' AS INT)", "null")]
    [InlineData("CAST('1_000' AS DOUBLE)", "null")]
    [InlineData("CAST('1e3' AS DOUBLE)", "1000.0")]
    [InlineData("CAST('12.345' AS DECIMAL(10,2))", "12.35")]
    [InlineData("CAST(dec AS DECIMAL(10,1))", "12.4")]
    [InlineData("CAST('yes' AS BOOLEAN)", "true")]
    [InlineData("CAST(0 AS BOOLEAN)", "false")]
    [InlineData("CAST(b AS INT)", "1")]
    [InlineData("CAST(i AS STRING) || ''", "7")]
    [InlineData("i::STRING", "7")]
    [InlineData("i::DECIMAL(4,1)", "7.0")]
    [InlineData("CAST(NULL AS DATE)", "null")]
    public async Task Casts_cut_off_and_read_texts_as_Spark_does(string expression, string expected)
    {
        await using var lake = Lake.WithoutTables();
        Assert.Equal(expected, await EvaluateAsync(lake, expression));
    }

    [Theory]
    [InlineData("read_csv('/etc/passwd')", "READ_CSV")]
    [InlineData("getenv('HOME') = 'x'", "GETENV")]
    [InlineData("wallstreet_alive(1, 2, 3)", "WALLSTREET_ALIVE")]
    [InlineData("error('x')", "ERROR")]
    [InlineData("java_method('java.lang.System', 'exit', 1)", "JAVA_METHOD")]
    [InlineData("i = (SELECT 1)", "SELECT")]
    [InlineData("i > 1; DROP TABLE t", ";")]
    [InlineData("i > 1) OR (1 = 1", ")")]
    [InlineData("i > 1 -- x", "comment")]
    [InlineData("i > 1 /* x */", "comment")]
    [InlineData("i > $1", "$")]
    [InlineData("\"i\"\"; x\" = 1", "side by side")]
    [InlineData("r.i = 1", "no column 'r'")]
    [InlineData("missing = 1", "no column 'missing'")]
    [InlineData("s = 1", "string beside integer")]
    [InlineData("day > s", "date beside string")]
    [InlineData("day > 'soon'", "'soon'")]
    [InlineData("ts = ntz", "timestamp")]
    [InlineData("dec / 3", "division of decimals")]
    [InlineData("ROUND(d, 2)", "ROUND")]
    [InlineData("CAST(d AS STRING) = ''", "CAST of double")]
    [InlineData("s RLIKE '(?=x)'", "(?")]
    [InlineData("s RLIKE 'a*+'", "possessive")]
    [InlineData("s RLIKE '[a&&b]'", "class within a class")]
    [InlineData("s RLIKE '\\\\p{L}'", "\\p")]
    [InlineData("s RLIKE nos", "constant")]
    [InlineData("s LIKE 'a\\\\b'", "backslash")]
    [InlineData("DATE_FORMAT(ts, 'EEEE')", "EEEE")]
    [InlineData("INTERVAL '1' DAY", "INTERVAL")]
    [InlineData("st = st", "struct")]
    [InlineData("i AND b", "condition")]
    [InlineData("i >", "the end")]
    [InlineData("", "the end")]
    [InlineData("'open", "does not end")]
    [InlineData("`open", "does not end")]
    [InlineData("i ? 1", "?")]
    public void What_is_not_known_is_refused_by_name(string expression, string named)
    {
        QueryException refused = Assert.Throws<ExpressionException>(() => ExpressionReader.ReadCondition(expression, new ExpressionScope(_schema, "r", true)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_depth_or_length_is_refused_and_ends_no_process()
    {
        Assert.Throws<ExpressionException>(() => Read(new string('(', 20_000) + "1" + new string(')', 20_000)));
        Assert.Throws<ExpressionException>(() => Read(string.Concat(Enumerable.Repeat("CASE WHEN b THEN ", 1_000))));
        Assert.Throws<ExpressionException>(() => Read(new string(' ', 40_000) + "1"));
        Assert.Throws<ExpressionException>(() => Read("CAST(1 AS " + string.Concat(Enumerable.Repeat("array<", 3_000)) + ")"));
    }

    [Fact]
    public void Names_and_texts_are_quoted_again_and_never_passed_on()
    {
        StructType schema = new(new StructField("a\" OR error('x') --", PrimitiveType.String));
        string sql = ExpressionReader.ReadCondition("`a\" OR error('x') --` = '\\' OR 1=1 --'", new ExpressionScope(schema, "r", false));
        Assert.Equal("(r.\"a\"\" OR error('x') --\" = CAST(''' OR 1=1 --' AS VARCHAR))", sql);
    }
}
