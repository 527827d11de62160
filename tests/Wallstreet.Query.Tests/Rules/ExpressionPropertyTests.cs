using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Rules.Expressions;

namespace Wallstreet.Query.Tests.Rules;

/// <summary>Random conditions, for random rows, against a reference that computes them without DuckDB.</summary>
public sealed class ExpressionPropertyTests
{
    private const int RowCount = 6;

    private static readonly string _names = string.Join(", ", RandomExpressions.Schema.Fields.Select(static field => field.Name));

    [Theory]
    [InlineData(1, 500)]
    [InlineData(2, 500)]
    public void A_random_condition_is_for_each_row_what_the_reference_says(int seed, int conditions)
    {
        var random = new Random(seed);
        var expressions = new RandomExpressions(random);
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        int stopped = 0;
        int compared = 0;
        for (int condition = 0; condition < conditions; condition++)
        {
            Dictionary<string, object?>[] rows = [.. Enumerable.Range(0, RowCount).Select(_ => expressions.Row())];
            ReferenceValue expression = expressions.Condition(random.Next(1, 6));
            string sql;
            try
            {
                sql = ExpressionReader.ReadCondition(expression.Text, new ExpressionScope(RandomExpressions.Schema, "r", false));
            }
            catch (ExpressionException refused) when (refused.Message.Contains("digits", StringComparison.Ordinal)
                || refused.Message.Contains("beside decimal", StringComparison.Ordinal) || refused.Message.Contains("too large", StringComparison.Ordinal))
            {
                continue;
            }

            string table = string.Join(", ", rows.Select(static (row, index) => $"({index}, {Columns(row)})"));
            for (int index = 0; index < RowCount; index++)
            {
                Dictionary<string, object?> row = rows[index];
                var reference = new ReferenceRow(row);
                bool? expected = expression.Truth(reference);
                try
                {
                    command.CommandText = $"SELECT {sql} FROM (VALUES {table}) AS r(n, {_names}) WHERE r.n = {index}";
                    bool? actual = command.ExecuteScalar() as bool?;
                    compared++;
                    Assert.True(expected == actual, $"{expression.Text}\n{Columns(row)}\n{expected} and not {actual}\n{sql}");
                }
                catch (DuckDBException stop)
                {
                    stopped++;
                    Assert.True(reference.Overflowed, $"{expression.Text}\n{Columns(row)}\n{expected} and not {stop.Message}\n{sql}");
                }
            }
        }

        Assert.True(compared > conditions * RowCount / 2 && stopped > 100, $"{compared} compared, {stopped} stopped");
    }

    [Fact]
    public void A_random_number_becomes_the_decimal_that_the_reference_says()
    {
        Random random = new(3);
        var schema = new StructType(new StructField("d", PrimitiveType.Double), new StructField("s", PrimitiveType.String));
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        int compared = 0;
        for (int round = 0; round < 100; round++)
        {
            int precision = random.Next(8, 39);
            DecimalType type = new(precision, random.Next(1, Math.Min(precision, 9)));
            double[] numbers = [.. Enumerable.Range(0, 100).Select(_ => Near(random, type.Scale))];
            string[] texts = [.. numbers.Select(static number => number.ToString("R", CultureInfo.InvariantCulture))];
            string[] plain = [.. numbers.Select(static number => number.ToString("F12", CultureInfo.InvariantCulture))];
            string rows = string.Join(", ", numbers.Select((_, index) => $"({index}, '{texts[index]}'::DOUBLE, '{plain[index]}')"));
            string Cast(string column) => ExpressionReader.Read(
                $"CAST({column} AS {type})", new ExpressionScope(schema, "r", false)).Sql;
            string whole = $"CAST({Cast("s")} AS DECIMAL(38,{type.Scale}))::VARCHAR";
            command.CommandText = $"SELECT n, CAST({Cast("d")} AS DECIMAL(38,{type.Scale}))::VARCHAR, {whole} FROM (VALUES {rows}) AS r(n, d, s)";
            using DuckDBDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                int index = reader.GetInt32(0);
                Assert.Equal((texts[index], type, ReferenceDecimal.Read(texts[index], type.Scale).ToString()), (texts[index], type, reader.GetString(1)));
                Assert.Equal((plain[index], type, ReferenceDecimal.Read(plain[index], type.Scale).ToString()), (plain[index], type, reader.GetString(2)));
                compared++;
            }
        }

        Assert.Equal(10_000, compared);
    }

    /// <summary>A number that fits into seven digits less its scale, often just at a half or very small.</summary>
    private static double Near(Random random, int scale)
    {
        double sign = random.Next(2) == 0 ? -1 : 1;
        double most = Math.Min(Math.Pow(10, 7 - scale), 1e6);
        return sign * random.Next(3) switch
        {
            0 => random.NextDouble() * most,
            1 => Math.Min(random.NextDouble() * Math.Pow(10, -random.Next(20)), most),
            _ => double.Parse($"{random.Next(1000)}5e-{scale + 1}", CultureInfo.InvariantCulture) % most,
        };
    }

    private static string Columns(Dictionary<string, object?> row) => string.Join(", ", RandomExpressions.Schema.Fields.Select(field =>
        $"CAST({Value(row[field.Name])} AS {DuckTypes.Name(field.Type)})"));

    private static string Value(object? value) => value switch
    {
        null => "NULL",
        bool flag => flag ? "true" : "false",
        string text => SqlText.Text(text),
        ReferenceDecimal number => $"'{number}'",
        _ => $"'{((BigInteger)value).ToString(CultureInfo.InvariantCulture)}'",
    };
}
