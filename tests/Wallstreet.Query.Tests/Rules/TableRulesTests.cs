using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Tests.Rules;

/// <summary>Rules of real tables, held against rows that are written.</summary>
[OnEveryStore]
public sealed class TableRulesTests
{
    private static readonly Dictionary<string, string> _none = [];

    private static StructField Field(string name, DeltaType type, string key, string value) => new(
        name, type, true, new Dictionary<string, JsonElement> { [key] = JsonSerializer.SerializeToElement(value) });

    private static Task<DeltaTable> CreateAsync(Lake lake, params StructField[] fields) => CreateAsync(lake, _none, fields);

    private static async Task<DeltaTable> CreateAsync(Lake lake, Dictionary<string, string> properties, params StructField[] fields) =>
        await DeltaTable.CreateAsync(
            lake.Catalog.OpenStore("t"), new TableDefinition(new StructType(fields)) { Properties = properties },
            new CommitOptions("CREATE TABLE"), null, Lake.Token);

    private static async Task<ConstraintViolationException> BreaksAsync(Lake lake, string sql)
    {
        long before = (await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Version;
        ConstraintViolationException broken = await Assert.ThrowsAsync<ConstraintViolationException>(() => lake.WriteAsync("t", sql));
        Assert.Equal(before, (await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Version);
        return broken;
    }

    [Fact]
    public async Task A_check_constraint_holds_for_each_row_and_null_breaks_it()
    {
        await using var lake = new Lake();
        await CreateAsync(lake, new Dictionary<string, string> { ["delta.constraints.positive"] = "`the price` > 0" },
            new StructField("id", PrimitiveType.Long), new StructField("the price", PrimitiveType.Double));

        await lake.WriteAsync("t", "SELECT 1 AS id, 2.5 AS \"the price\"");
        ConstraintViolationException broken = await BreaksAsync(lake, "SELECT i AS id, 5 - i AS \"the price\" FROM range(10) x(i)");
        Assert.Contains("CHECK constraint 'positive' (`the price` > 0) is broken", broken.Message, StringComparison.Ordinal);
        Assert.Contains("the price = ", broken.Message, StringComparison.Ordinal);
        await BreaksAsync(lake, "SELECT 2 AS id, NULL AS \"the price\"");
        await BreaksAsync(lake, "SELECT 2 AS id");
        Assert.Equal("1", await lake.ListAsync("SELECT id FROM t"));
    }

    [Fact]
    public async Task A_constraint_with_an_unknown_function_refuses_the_write_by_its_name()
    {
        await using var lake = new Lake();
        await CreateAsync(lake, new Dictionary<string, string> { ["delta.constraints.c"] = "read_text('/etc/passwd') = id" }, new StructField("id", PrimitiveType.Long));

        UnsupportedFeatureException refused = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => lake.WriteAsync("t", "SELECT 1 AS id"));
        Assert.Equal("checkConstraints", refused.Feature);
        Assert.Contains("READ_TEXT", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_constraint_on_a_column_that_is_gone_says_that_it_must_be_dropped_first()
    {
        await using var lake = new Lake();
        await CreateAsync(lake, new Dictionary<string, string> { ["delta.constraints.positive"] = "price > 0" },
            new StructField("id", PrimitiveType.Long), new StructField("price", PrimitiveType.Double));

        UnsupportedFeatureException refused = await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await lake.Engine.ExecuteAsync("CREATE OR REPLACE TABLE t AS SELECT 1 AS id", cancellationToken: Lake.Token));
        Assert.Contains("no column 'price'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("drop the constraint 'positive' first", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invariants_of_columns_and_fields_hold()
    {
        await using var lake = new Lake();
        await CreateAsync(lake, Field("x", PrimitiveType.Integer, "delta.invariants", """{"expression":{"expression":"x > 3"}}"""));

        await lake.WriteAsync("t", "SELECT 4 AS x");
        Assert.Contains("x = 3", (await BreaksAsync(lake, "SELECT 3 AS x")).Message, StringComparison.Ordinal);
        await BreaksAsync(lake, "SELECT NULL AS x");
    }

    [Fact]
    public async Task Nulls_are_refused_at_every_level()
    {
        await using var lake = new Lake();
        StructType inner = new(new StructField("k", PrimitiveType.Integer, false), new StructField("v", PrimitiveType.Integer));
        await CreateAsync(lake,
            new StructField("id", PrimitiveType.Integer, false),
            new StructField("s", inner),
            new StructField("l", new ArrayType(inner, false)),
            new StructField("m", new MapType(PrimitiveType.String, new ArrayType(PrimitiveType.Integer, false))));
        const string Good = "{'k': 1, 'v': NULL}::STRUCT(k INTEGER, v INTEGER)";
        const string Bad = "{'k': NULL, 'v': 1}::STRUCT(k INTEGER, v INTEGER)";

        await lake.WriteAsync("t", $"SELECT 1 AS id, {Good} AS s, [{Good}] AS l, MAP {{'a': [1]}} AS m");
        await lake.WriteAsync("t", "SELECT 2 AS id");
        Assert.Contains("id", (await BreaksAsync(lake, "SELECT NULL::INTEGER AS id")).Message, StringComparison.Ordinal);
        await BreaksAsync(lake, $"SELECT 3 AS id, {Bad} AS s");
        await BreaksAsync(lake, $"SELECT 3 AS id, [{Good}, {Bad}] AS l");
        await BreaksAsync(lake, $"SELECT 3 AS id, [{Good}, NULL] AS l");
        await BreaksAsync(lake, "SELECT 3 AS id, MAP {'a': [1, NULL]} AS m");
        Assert.Equal("1,2", await lake.ListAsync("SELECT id FROM t ORDER BY 1"));
    }

    [Fact]
    public async Task A_generated_column_is_computed_when_missing_and_verified_when_given()
    {
        await using var lake = new Lake();
        await CreateAsync(lake, new StructField("at", PrimitiveType.Timestamp),
            Field("day", PrimitiveType.Date, "delta.generationExpression", "CAST(at AS DATE)"));

        await lake.WriteAsync("t", "SELECT TIMESTAMPTZ '2024-05-06 23:00:00Z' AS at");
        await lake.WriteAsync("t", "SELECT TIMESTAMPTZ '2024-05-07 23:00:00Z' AS at, DATE '2024-05-07' AS day");
        await lake.WriteAsync("t", "SELECT NULL::TIMESTAMPTZ AS at, NULL::DATE AS day");
        ConstraintViolationException broken = await BreaksAsync(
            lake, "SELECT TIMESTAMPTZ '2024-05-07 23:00:00Z' AS at, DATE '2024-05-08' AS day");
        Assert.Contains("generated as CAST(at AS DATE)", broken.Message, StringComparison.Ordinal);
        await BreaksAsync(lake, "SELECT TIMESTAMPTZ '2024-05-07 23:00:00Z' AS at, NULL::DATE AS day");
        Assert.Equal("2024-05-06,2024-05-07,null", await lake.ListAsync("SELECT CAST(day AS VARCHAR) FROM t ORDER BY 1"));
    }

    [Fact]
    public async Task A_default_fills_columns_that_are_not_given_and_leaves_given_nulls()
    {
        await using var lake = new Lake();
        await CreateAsync(lake, new StructField("id", PrimitiveType.Long), Field("state", PrimitiveType.String, "CURRENT_DEFAULT", "'new'"),
            Field("n", PrimitiveType.Integer, "CURRENT_DEFAULT", "6 * 7"));

        await lake.WriteAsync("t", "SELECT 1 AS id");
        await lake.WriteAsync("t", "SELECT 2 AS id, NULL AS state, 5 AS n");
        Assert.Equal("1 new 42,2 null 5", await lake.ListAsync("SELECT id || ' ' || coalesce(state, 'null') || ' ' || n FROM t ORDER BY 1"));
    }

    [Fact]
    public async Task An_identity_column_gives_numbers_that_no_other_row_gets()
    {
        await using var lake = new Lake();
        StructField always = new IdentityColumn(10, 5, null, false).ApplyTo(new StructField("id", PrimitiveType.Long));
        StructField byDefault = new IdentityColumn(0, -1, null, true).ApplyTo(new StructField("down", PrimitiveType.Long));
        await CreateAsync(lake, always, byDefault, new StructField("v", PrimitiveType.Long));

        await lake.WriteAsync("t", "SELECT i AS v FROM range(3) x(i)");
        await lake.WriteAsync("t", "SELECT 9 AS v, 100 AS down");
        await lake.WriteAsync("t", "SELECT 8 AS v");
        Assert.Equal("10 0,15 -1,20 -2,25 100,30 -3", await lake.ListAsync("SELECT id || ' ' || down FROM t ORDER BY id"));
        ConstraintViolationException refused = await BreaksAsync(lake, "SELECT 1 AS id, 1 AS v");
        Assert.Contains("GENERATED ALWAYS", refused.Message, StringComparison.Ordinal);
        Snapshot latest = await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token);
        Assert.Equal([30, -3], latest.Metadata.Schema.Fields.Take(2).Select(static field => IdentityColumn.Find(field)!.HighWaterMark!.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("delta.enableChangeDataFeed")]
    [InlineData("delta.enableRowTracking")]
    [InlineData("delta.enableDeletionVectors")]
    public async Task The_clauses_of_a_merge_that_insert_number_their_rows_in_one_sequence(string property)
    {
        await using var lake = new Lake();
        StructField always = new IdentityColumn(10, 5, null, false).ApplyTo(new StructField("id", PrimitiveType.Long));
        StructField byDefault = new IdentityColumn(0, -1, null, true).ApplyTo(new StructField("down", PrimitiveType.Long));
        await CreateAsync(
            lake, property.Length == 0 ? _none : new Dictionary<string, string> { [property] = "true" },
            always, byDefault, new StructField("v", PrimitiveType.Long));
        await lake.WriteAsync("t", "SELECT i AS v FROM range(2) x(i)");

        const string Merge = "MERGE INTO t USING (SELECT i AS v FROM range(12) r(i)) s ON t.v = s.v "
            + "WHEN MATCHED THEN UPDATE SET v = s.v "
            + "WHEN NOT MATCHED AND s.v < 5 THEN INSERT (v) VALUES (s.v) "
            + "WHEN NOT MATCHED AND s.v = 100 THEN INSERT (v) VALUES (s.v) "
            + "WHEN NOT MATCHED AND s.v < 8 THEN INSERT (v, down) VALUES (s.v, 1000 + s.v) "
            + "WHEN NOT MATCHED AND s.v < 11 THEN INSERT (v) VALUES (s.v)";
        await lake.Engine.ExecuteAsync(Merge, null, null, Lake.Token);

        // Two rows that were there, three of the first clause, three of the second with numbers of their own, three more.
        Assert.Equal("11 11 10 60", await lake.ListAsync(
            "SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || min(id) || ' ' || max(id) FROM t"));
        Assert.Equal("-7,-6,-5,-4,-3,-2,-1,0,1005,1006,1007", await lake.ListAsync("SELECT down FROM t ORDER BY down"));
        Snapshot latest = await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token);
        Assert.Equal([60, -7], latest.Metadata.Schema.Fields.Take(2).Select(static field => IdentityColumn.Find(field)!.HighWaterMark!.Value));
        await lake.WriteAsync("t", "SELECT 77 AS v");
        Assert.Equal("65 -8", await lake.ListAsync("SELECT id || ' ' || down FROM t WHERE v = 77"));
        Assert.Equal(12, await Conformance.Conformance.AssertSameAsync(lake, "t"));
        if (property == "delta.enableChangeDataFeed")
        {
            Assert.Equal("9", await lake.ListAsync(
                "SELECT count(DISTINCT id) FROM table_changes('t', from => 2, to => 2) WHERE _change_type = 'insert'"));
        }
    }

    [Fact]
    public async Task Several_writers_at_once_never_give_the_same_number()
    {
        await using var lake = new Lake();
        await CreateAsync(lake, new IdentityColumn(1, 1, null, false).ApplyTo(new StructField("id", PrimitiveType.Long)),
            new StructField("v", PrimitiveType.Long));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            for (int round = 0; round < 3; round++)
            {
                await lake.WriteAsync("t", $"SELECT {writer} AS v FROM range(10)");
            }
        }));
        Assert.Equal("120 120 1 120", await lake.ListAsync(
            "SELECT count(*) || ' ' || count(DISTINCT id) || ' ' || min(id) || ' ' || max(id) FROM t"));
    }

    [Fact]
    public async Task Numbers_that_do_not_fit_are_refused()
    {
        await using var lake = new Lake();
        await CreateAsync(lake, new IdentityColumn(long.MaxValue - 1, 1, null, false).ApplyTo(new StructField("id", PrimitiveType.Long)),
            new StructField("v", PrimitiveType.Long));

        await lake.WriteAsync("t", "SELECT 1 AS v FROM range(2)");
        await Assert.ThrowsAnyAsync<Exception>(() => lake.WriteAsync("t", "SELECT 1 AS v"));
        Assert.Equal(2L, await lake.ValueAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Merging_and_replacing_hold_the_rules_for_new_rows_only()
    {
        await using var lake = new Lake();
        await CreateAsync(lake, new Dictionary<string, string> { ["delta.constraints.c"] = "v < 10" }, new StructField("id", PrimitiveType.Long), new StructField("v", PrimitiveType.Long));
        await lake.WriteAsync("t", "SELECT i AS id, i AS v FROM range(5) x(i)");
        WriteQuery merge = new("SELECT 2 AS id, 99 AS v", "t") { Mode = WriteMode.Merge, MergeKeys = ["id"] };

        await Assert.ThrowsAsync<ConstraintViolationException>(async () => await lake.Engine.WriteAsync(merge, Lake.Token));
        await lake.Engine.WriteAsync(merge with { Sql = "SELECT 2 AS id, 9 AS v" }, Lake.Token);
        Assert.Equal("0,1,9,3,4", await lake.ListAsync("SELECT v FROM t ORDER BY id"));
    }

    [Fact]
    public async Task A_new_table_holds_its_constraints_from_its_first_row()
    {
        await using var lake = new Lake();
        WriteQuery first = new("SELECT 1 AS v", "t") { Properties = new Dictionary<string, string> { ["delta.constraints.c"] = "v > 1" } };

        await Assert.ThrowsAsync<ConstraintViolationException>(async () => await lake.Engine.WriteAsync(first, Lake.Token));
        Assert.Null(await lake.Catalog.FindTableAsync("t", Lake.Token));
        await lake.Engine.WriteAsync(first with { Sql = "SELECT 2 AS v" }, Lake.Token);
        Assert.Equal("2", await lake.ListAsync("SELECT v FROM t"));
    }

    [Fact]
    public async Task A_generated_column_partitions_the_table_and_overwriting_keeps_the_rules()
    {
        await using var lake = new Lake();
        await DeltaTable.CreateAsync(
            lake.Catalog.OpenStore("t"),
            new TableDefinition(new StructType(
                new StructField("at", PrimitiveType.TimestampNtz), Field("the month", PrimitiveType.String, "delta.generationExpression", "date_format(at, 'yyyy-MM')")))
            {
                PartitionColumns = ["the month"],
            },
            new CommitOptions("CREATE TABLE"), null, Lake.Token);

        await lake.WriteAsync("t", "SELECT TIMESTAMP '2024-05-06 07:08:09' AS at UNION ALL SELECT TIMESTAMP '2024-06-01'");
        Assert.Equal("2024-05,2024-06", await lake.ListAsync("SELECT \"the month\" FROM t ORDER BY 1"));
        WriteQuery overwrite = new("SELECT TIMESTAMP '2023-01-01' AS at, '2023-02' AS \"the month\"", "t") { Mode = WriteMode.Overwrite };
        await Assert.ThrowsAsync<ConstraintViolationException>(async () => await lake.Engine.WriteAsync(overwrite, Lake.Token));
        await lake.Engine.WriteAsync(
            new WriteQuery("SELECT TIMESTAMP '2024-05-30' AS at", "t") { Mode = WriteMode.ReplaceWhere, ReplaceWhere = "\"the month\" = '2024-05'" }, Lake.Token);
        Assert.Equal("2024-05-30 00:00:00,2024-06-01 00:00:00", await lake.ListAsync("SELECT CAST(\"at\" AS VARCHAR) FROM t ORDER BY 1"));
    }

    [Fact]
    public async Task Hostile_rules_of_a_strange_table_reach_nothing_but_the_row()
    {
        await using var lake = new Lake();
        await lake.Root.PutAsync("secret.txt", "hidden"u8.ToArray(), Lake.Token);
        string secret = $"{lake.Place}/secret.txt";
        string[] hostile =
        [
            $"(SELECT count(*) FROM read_text('{secret}')) > 0",
            $"read_text('{secret}') IS NOT NULL",
            "v > 0) OR (SELECT true",
            "v > 0; ATTACH 'x.db'",
            "wallstreet_alive(1, 0, 0)",
            "current_setting('memory_limit') = ''",
            "v > 0 -- ",
            "`v` > 0 AND EXISTS (SELECT 1)",
            "CAST(v AS STRUCT<x: INT>) IS NULL",
        ];
        int number = 0;
        foreach (string expression in hostile)
        {
            string name = $"t{number++}";
            await DeltaTable.CreateAsync(
                lake.Catalog.OpenStore(name),
                new TableDefinition(new StructType(new StructField("v", PrimitiveType.Long)))
                {
                    Properties = new Dictionary<string, string> { ["delta.constraints.evil"] = expression },
                },
                new CommitOptions("CREATE TABLE"), null, Lake.Token);
            UnsupportedFeatureException refused = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => lake.WriteAsync(name, "SELECT 1 AS v"));
            Assert.DoesNotContain("hidden", refused.Message, StringComparison.Ordinal);
            Assert.Equal(0L, await lake.ValueAsync($"SELECT count(*) FROM {name}"));
        }
    }

    [Fact]
    public async Task A_column_of_a_hostile_name_is_only_a_name()
    {
        await using var lake = new Lake();
        const string Name = "x\" > 0 OR error('gotcha') --` '";
        await CreateAsync(lake, new Dictionary<string, string> { ["delta.constraints.c"] = $"`{Name.Replace("`", "``", StringComparison.Ordinal)}` > 0" },
            new StructField(Name, PrimitiveType.Long));
        string quoted = "\"" + Name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

        await lake.WriteAsync("t", $"SELECT 1 AS {quoted}");
        ConstraintViolationException broken = await BreaksAsync(lake, $"SELECT 0 AS {quoted}");
        Assert.Contains("is broken", broken.Message, StringComparison.Ordinal);
    }
}
