using DuckDB.NET.Data;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rules.Expressions;

namespace Wallstreet.Query.Tests.Rules;

/// <summary>Mutated expressions: each is refused with a message, or becomes SQL that DuckDB binds without reaching for
/// anything but the row.</summary>
public sealed class ExpressionFuzzTests
{
    private static readonly StructType _schema = new(
        new("i", PrimitiveType.Integer), new("d", PrimitiveType.Double), new("s", PrimitiveType.String),
        new("dec", new DecimalType(10, 2)), new("day", PrimitiveType.Date), new("ts", PrimitiveType.Timestamp),
        new("b", PrimitiveType.Boolean), new("l", PrimitiveType.Long));

    private static readonly string[] _seeds =
    [
        "i + 1 > 2 AND s LIKE 'a%' OR NOT b", "CASE WHEN i > 1 THEN 'x' ELSE s END = 'y'", "CAST(ts AS DATE) = day",
        "substring(s, -3, 2) || upper(s) RLIKE '^[a-z]+$'", "dec * 2 - 1.5 <= 9223372036854775807", "i IN (1, 2, NULL)",
        "date_format(ts, 'yyyy-MM-dd') BETWEEN '2020' AND '2021'", "coalesce(i, l, -9223372036854775808) <=> 3", "-l % 3 = pmod(i, 5)",
        "extract(year FROM ts) = year(day) DIV 2", "greatest(d, 1e308, dec) IS NOT NULL", "to_date(s, 'dd.MM.yyyy') + 1 < '2024-01-01'",
    ];

    private static readonly string[] _pieces =
    [
        "(", ")", "[", "]", ",", ".", "'", "\"", "`", "\\", "--", "/*", ";", "NOT ", "NULL", " AND ", "CASE ", " END", "CAST(", " AS ", "::", "<=>",
        "-9223372036854775808", "1e999", "0.00000000000000000000000000000000000001", "'\\u0000'", "X'0'", "DATE '", "BIGINT", "decimal(38,38)",
        "array<", "i", "s", "ts", "read_csv(", "🙂", "\0", "%", "*", "/", "- -", "INTERVAL ",
    ];

    [Fact]
    public void Twenty_thousand_mutations_are_refused_or_become_SQL_that_binds()
    {
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = """
            SET TimeZone = 'UTC'; CREATE TABLE r AS SELECT 1::INTEGER AS i, 1.5::DOUBLE AS d, 'x' AS s, 1.25::DECIMAL(10,2) AS dec,
            DATE '2024-01-01' AS day, TIMESTAMPTZ '2024-01-01 00:00:00Z' AS ts, true AS b, 5::BIGINT AS l
            """;
        command.ExecuteNonQuery();
        Random random = new(20_240_601);
        int bound = 0;
        for (int round = 0; round < 20_000; round++)
        {
            string expression = Mutate(random);
            string sql;
            try
            {
                sql = ExpressionReader.Read(expression, new ExpressionScope(_schema, "r", true)).Sql;
            }
            catch (ExpressionException)
            {
                continue;
            }

            bound++;
            command.CommandText = $"EXPLAIN SELECT {sql} FROM r";
            Exception? failure = Record.Exception(() => command.ExecuteNonQuery());
            Assert.True(failure is null || IsAboutValues(failure.Message), $"{expression}\n{sql}\n{failure?.Message}");
        }

        Assert.InRange(bound, 500, 19_500);
    }

    /// <summary>Constants are computed while binding; what does not fit its type stops the statement, as it should.</summary>
    private static bool IsAboutValues(string message) =>
        message.Contains("Out of Range", StringComparison.Ordinal) || message.Contains("Conversion Error", StringComparison.Ordinal)
        || message.Contains("CAST cannot read", StringComparison.Ordinal) || message.Contains("out of range", StringComparison.Ordinal);

    private static string Mutate(Random random)
    {
        string text = _seeds[random.Next(_seeds.Length)];
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(text.Length + 1);
            int end = Math.Min(text.Length, at + random.Next(0, 6));
            text = random.Next(4) switch
            {
                0 => text[..at] + text[end..],
                1 => text[..at] + _pieces[random.Next(_pieces.Length)] + text[at..],
                2 => text[..at] + _pieces[random.Next(_pieces.Length)] + text[end..],
                _ => text[..at] + _seeds[random.Next(_seeds.Length)][random.Next(0, 10)..] + text[at..],
            };
        }

        return text;
    }
}
