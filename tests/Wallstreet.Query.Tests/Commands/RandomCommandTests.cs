using DuckDB.NET.Data;
using Wallstreet.Query.Statements;

namespace Wallstreet.Query.Tests.Commands;

/// <summary>Random statements on random tables, beside the same statements on plain tables of DuckDB: the same rows in the end.</summary>
[OnEveryStore]
public sealed class RandomCommandTests
{
    private const int StatementsMax = 12;
    private const string Sorted = "SELECT coalesce(k, -1) || '|' || coalesce(p, -1) || '|' || coalesce(v, '-') || '|' || coalesce(x, -1) FROM t ORDER BY 1";

    [Theory]
    [MemberData(nameof(TableShape.Recording), MemberType = typeof(TableShape))]
    public async Task Statements_give_the_rows_that_plain_tables_have(string kind)
    {
        for (int seed = 0; seed < 2; seed++)
        {
            await RunAsync(TableShape.Of(kind), new Random((seed * 1000) + kind.Length));
        }
    }

    private static async Task RunAsync(TableShape shape, Random random)
    {
        await using var lake = new Lake();
        using var reference = new DuckDBConnection("DataSource=:memory:");
        reference.Open();
        string rows = "SELECT (i * 7) % 101 AS k, (CASE WHEN i % 11 = 0 THEN NULL ELSE i % 4 END)::INTEGER AS p, "
            + "CASE WHEN i % 9 = 0 THEN NULL ELSE 'v' || i END AS v, (i / 2)::DOUBLE AS x FROM range(120) r(i)";
        rows = $"SELECT k::INTEGER AS k, p, v, x FROM ({rows}) q";
        await shape.CreateAsync(lake, "t", rows + " WHERE k < 70");
        await lake.WriteAsync("t", rows + " WHERE k >= 70");
        Execute(reference, $"CREATE TABLE t AS {rows}");
        string? last = null;
        int carriedOut = 0;
        for (int number = 0; number < StatementsMax; number++)
        {
            string source = $"SELECT DISTINCT ON (k) k, p, v, x FROM (SELECT (i * {random.Next(1, 9)}) % 140 AS k, i % 5 AS p, "
                + $"'s' || i AS v, i * 1.5 AS x FROM range({random.Next(0, 40)}) r(i)) ORDER BY ALL";
            await lake.Engine.WriteAsync(new WriteQuery(source, "s") { Mode = WriteMode.Overwrite }, Lake.Token);
            Execute(reference, $"CREATE OR REPLACE TABLE s AS {source}");
            string statement = Next(random);
            List<string> before = await ListAsync(lake);
            try
            {
                Execute(reference, statement);
            }
            catch (DuckDBException refused)
            {
                // The reference refuses what this engine must refuse too, without a change.
                await Assert.ThrowsAnyAsync<Exception>(async () => await lake.Engine.ExecuteAsync(statement, null, null, Lake.Token));
                Assert.True(before.SequenceEqual(await ListAsync(lake)), refused.Message);
                continue;
            }

            StatementResult done = await lake.Engine.ExecuteAsync(statement, null, null, Lake.Token);
            List<string> after = await ListAsync(lake);
            Assert.True(List(reference).SequenceEqual(after), $"{number}: {statement}\nafter {last}\n"
                + $"missing: {string.Join(' ', List(reference).Except(after))}\nextra: {string.Join(' ', after.Except(List(reference)))}");
            if (shape.Recorded && done.Changes.Committed)
            {
                await RequireChangesAsync(lake, done.Changes.Version, before, after, statement);
            }

            last = statement;
            carriedOut++;
        }

        Assert.True(carriedOut > StatementsMax / 2, $"only {carriedOut} statements were carried out");
    }

    private static string Next(Random random)
    {
        int a = random.Next(120);
        int b = a + random.Next(1, 30);
        string condition = random.Next(6) switch
        {
            0 => $"k BETWEEN {a} AND {b}",
            1 => $"p = {random.Next(5)}",
            2 => $"v IS NULL OR x > {a}",
            3 => $"k % 7 = {random.Next(7)} AND p IS NOT NULL",
            4 => $"t.k IN (SELECT s.k FROM s WHERE s.p = {random.Next(5)})",
            _ => $"k > (SELECT avg(k) + {a} FROM t)",
        };
        return random.Next(10) switch
        {
            0 or 1 => $"DELETE FROM t WHERE {condition}",
            2 => $"UPDATE t SET v = 'u' || coalesce(v, ''), x = x + 1 WHERE {condition}",
            3 => $"UPDATE t SET p = (p + 1) % 5, k = k + 1 WHERE {condition}",
            4 => "INSERT INTO t (k, v) SELECT k, 'i' || v FROM s WHERE p < 2",
            5 => $"INSERT INTO t VALUES ({a}, 1, 'a''b', 2.5), ({b}, NULL, NULL, NULL)",
            _ => Merge(random, a),
        };
    }

    private static string Merge(Random random, int a)
    {
        string on = random.Next(3) switch
        {
            0 => "t.k = s.k AND t.p = s.p",
            1 => $"t.k = s.k AND t.x > {a / 2}",
            _ => "s.k = t.k",
        };
        List<string> clauses = [];
        if (random.Next(2) == 0)
        {
            clauses.Add($"WHEN MATCHED AND s.x > {a} THEN DELETE");
        }

        clauses.Add(random.Next(4) switch
        {
            0 => "WHEN MATCHED THEN UPDATE SET *",
            1 => "WHEN MATCHED AND t.v IS NOT NULL THEN UPDATE SET v = s.v || t.v, p = s.p",
            2 => "WHEN MATCHED THEN UPDATE SET x = CASE WHEN s.x > 3 THEN s.x WHEN t.x IS NULL THEN 0 ELSE t.x END",
            _ => "WHEN MATCHED AND t.k > 50 THEN UPDATE SET v = 'm' WHEN MATCHED THEN UPDATE SET p = 4",
        });
        if (random.Next(4) > 0)
        {
            clauses.Add(random.Next(3) switch
            {
                0 => "WHEN NOT MATCHED THEN INSERT *",
                1 => "WHEN NOT MATCHED BY TARGET AND s.p > 1 THEN INSERT (k, v) VALUES (s.k, 'n' || s.v)",
                _ => "WHEN NOT MATCHED AND s.p = 1 THEN INSERT (k) VALUES (s.k) WHEN NOT MATCHED THEN INSERT *",
            });
        }

        if (random.Next(3) == 0)
        {
            clauses.Add(random.Next(2) == 0
                ? $"WHEN NOT MATCHED BY SOURCE AND t.k < {a / 2} THEN DELETE"
                : $"WHEN NOT MATCHED BY SOURCE AND t.k < {a} THEN UPDATE SET v = 'gone', x = t.x - 1");
        }

        return $"MERGE INTO t USING s ON {on} {string.Join(' ', clauses)}";
    }

    private static async Task RequireChangesAsync(
        Lake lake, long version, List<string> before, List<string> after, string statement)
    {
        IReadOnlyList<object?[]> changes = await lake.ReadAsync(
            "SELECT coalesce(k, -1) || '|' || coalesce(p, -1) || '|' || coalesce(v, '-') || '|' || coalesce(x, -1), _change_type "
            + $"FROM table_changes('t', from => {version}, to => {version})");
        List<string> replayed = [.. before];
        foreach (object?[] change in changes.OrderBy(change => (string)change[1]! is "insert" or "update_postimage"))
        {
            if ((string)change[1]! is "insert" or "update_postimage")
            {
                replayed.Add((string)change[0]!);
            }
            else
            {
                Assert.True(replayed.Remove((string)change[0]!), $"{change[1]} of {change[0]}, which was not there: {statement}");
            }
        }

        Assert.True(replayed.Order(StringComparer.Ordinal).SequenceEqual(after.Order(StringComparer.Ordinal)), statement);
    }

    private static async Task<List<string>> ListAsync(Lake lake) => [.. (await lake.ReadAsync(Sorted)).Select(row => (string)row[0]!)];

    private static List<string> List(DuckDBConnection reference)
    {
        using DuckDBCommand command = reference.CreateCommand();
        command.CommandText = Sorted;
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
