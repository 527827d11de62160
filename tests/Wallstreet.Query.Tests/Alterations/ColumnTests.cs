using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Tests.Alterations;

/// <summary>Columns of real tables, changed; rows written before and after are read by both engines.</summary>
[OnEveryStore]
public sealed class ColumnTests
{
    private static readonly Dictionary<string, string> _mapped = new() { ["delta.columnMapping.mode"] = "name" };

    private static ColumnPath Path(string text) => ColumnPathText.Parse(text);

    private static async Task<DeltaTable> MappedAsync(Lake lake, string sql, params string[] partitionBy)
    {
        await lake.WriteAsync("t", sql, partitionBy);
        DeltaTable table = await lake.TableAsync("t");
        await table.SetPropertiesAsync(_mapped, Lake.Token);
        return table;
    }

    private static async Task<Snapshot> LatestAsync(Lake lake) => await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token);

    [Fact]
    public async Task Columns_are_added_at_the_end_first_after_others_and_in_structs()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1 AS a, {'x': 1} AS s, [{'y': 2}] AS l");
        DeltaTable table = await lake.TableAsync("t");

        await table.AddColumnsAsync(
            [
                new NewColumn("z", PrimitiveType.String) { Comment = "the end" },
                new NewColumn("first one", PrimitiveType.Date) { Position = ColumnPosition.First },
                new NewColumn("b.c", PrimitiveType.Long) { Position = ColumnPosition.After("A") },
                new NewColumn(Path("s.w"), PrimitiveType.Double) { Position = ColumnPosition.First },
                new NewColumn(Path("l.element.ü"), PrimitiveType.Boolean),
            ],
            Lake.Token);
        await lake.WriteAsync("t", "SELECT DATE '2024-01-01' AS \"first one\", 2 AS a, 3 AS \"b.c\", {'w': 1.5, 'x': 4} AS s, [{'y': 5, 'ü': true}] AS l, 'zz' AS z");

        Assert.Equal("first one,a,b.c,s,l,z", string.Join(',', (await LatestAsync(lake)).Schema.Fields.Select(static field => field.Name)));
        Assert.Equal("the end", (await LatestAsync(lake)).Schema.Find("z")!.Comment);
        Assert.Equal(
            "2024-01-01 2 3 {w:1.5,x:4} [{y:5,ü:True}] zz\nnull 1 null {w:null,x:1} [{y:2,ü:null}] null",
            await BothEngines.ReadAsync(lake, "t"));
        SchemaMismatchException twice = await Assert.ThrowsAsync<SchemaMismatchException>(async () =>
            await table.AddColumnsAsync([new NewColumn("Z", PrimitiveType.Long)], Lake.Token));
        Assert.Contains("already", twice.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SchemaMismatchException>(async () =>
            await table.AddColumnsAsync([new NewColumn("q", PrimitiveType.Long) { Position = ColumnPosition.After("no") }], Lake.Token));
    }

    [Fact]
    public async Task Renaming_and_dropping_need_column_mapping_and_say_how_to_get_it()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1 AS a, 2 AS b");
        DeltaTable table = await lake.TableAsync("t");

        foreach (Func<ValueTask<CommittedVersion>> change in (Func<ValueTask<CommittedVersion>>[])
            [() => table.RenameColumnAsync("a", "c", Lake.Token), () => table.DropColumnAsync("a", Lake.Token)])
        {
            UnsupportedFeatureException refused = await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await change());
            Assert.Equal("columnMapping", refused.Feature);
            Assert.Contains("delta.columnMapping.mode = name", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await LatestAsync(lake)).Version);
    }

    [Fact]
    public async Task A_renamed_column_keeps_its_values_at_every_level()
    {
        await using var lake = new Lake();
        DeltaTable table = await MappedAsync(lake, "SELECT 1 AS a, {'x': 1, 'deep': {'y': 2}} AS s, [{'k': 'v'}] AS l, 7 AS p", "p");

        await table.RenameColumnAsync("a", "some. new näme", Lake.Token);
        await table.RenameColumnAsync(Path("s.deep.y"), "renamed", Lake.Token);
        await table.RenameColumnAsync(Path("l.element.k"), "key", Lake.Token);
        await table.RenameColumnAsync("p", "part", Lake.Token);
        await lake.WriteAsync("t", "SELECT 2 AS \"some. new näme\", {'x': 3, 'deep': {'renamed': 4}} AS s, [{'key': 'w'}] AS l, 8 AS part");

        Assert.Equal(
            "1 {x:1,deep:{renamed:2}} [{key:v}] 7\n2 {x:3,deep:{renamed:4}} [{key:w}] 8", await BothEngines.ReadAsync(lake, "t"));
        Assert.Equal("part", Assert.Single((await LatestAsync(lake)).PartitionColumns));
        Assert.Equal("2", await lake.ListAsync("SELECT \"some. new näme\" FROM t WHERE part = 8"));
        Assert.Equal("1 {x:1,deep:{y:2}} [{k:v}] 7", await BothEngines.ReadAsync(lake, "t", 1));
    }

    [Fact]
    public async Task A_dropped_column_does_not_come_back_with_one_of_its_name()
    {
        await using var lake = new Lake();
        DeltaTable table = await MappedAsync(lake, "SELECT 1 AS a, 2 AS b, {'x': 1, 'y': 2} AS s");

        await table.DropColumnAsync("b", Lake.Token);
        await table.DropColumnAsync(Path("s.y"), Lake.Token);
        Assert.Equal("1 {x:1}", await BothEngines.ReadAsync(lake, "t"));
        await table.AddColumnsAsync([new NewColumn("b", PrimitiveType.Integer), new NewColumn(Path("s.y"), PrimitiveType.Integer)], Lake.Token);
        await lake.WriteAsync("t", "SELECT 5 AS a, 6 AS b, {'x': 7, 'y': 8} AS s");
        Assert.Equal("1 {x:1,y:null} null\n5 {x:7,y:8} 6", await BothEngines.ReadAsync(lake, "t"));
        Metadata_has_distinct_ids(await LatestAsync(lake));
    }

    private static void Metadata_has_distinct_ids(Snapshot snapshot)
    {
        int[] ids = [.. snapshot.Schema.Fields.SelectMany(static field => field.Type is StructType nested ? [field, .. nested.Fields] : (StructField[])[field])
            .Select(static field => field.MappedId!.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal("7", snapshot.Metadata.FindProperty("delta.columnMapping.maxColumnId"));
    }

    [Fact]
    public async Task Columns_that_rules_or_the_layout_speak_of_stay()
    {
        await using var lake = new Lake();
        DeltaTable table = await MappedAsync(lake, "SELECT 1 AS a, 2 AS b, 3 AS p, 4 AS sole", "p");
        await lake.Engine.Rules.AddConstraintAsync(table, "c", "`a` > 0 AND abs(b) < 10", Lake.Token);

        foreach (string name in (string[])["a", "B"])
        {
            SchemaMismatchException refused = await Assert.ThrowsAsync<SchemaMismatchException>(
                async () => await table.RenameColumnAsync(name, "q", Lake.Token));
            Assert.Contains("CHECK constraint 'c'", refused.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<SchemaMismatchException>(async () => await table.DropColumnAsync(name, Lake.Token));
        }

        Assert.Contains("partitioned", (await Assert.ThrowsAsync<SchemaMismatchException>(
            async () => await table.DropColumnAsync("p", Lake.Token))).Message, StringComparison.Ordinal);
        await table.DropConstraintAsync("C", Lake.Token);
        await table.DropColumnAsync("a", Lake.Token);
        await table.DropColumnAsync("b", Lake.Token);
        Assert.Contains("last one", (await Assert.ThrowsAsync<SchemaMismatchException>(
            async () => await table.DropColumnAsync("sole", Lake.Token))).Message, StringComparison.Ordinal);
        Assert.Equal("4 3", await lake.ListAsync("SELECT sole || ' ' || p FROM t"));
    }

    [Fact]
    public async Task Columns_move_and_are_explained()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1 AS a, 2 AS b, {'x': 3, 'y': 4} AS s");
        DeltaTable table = await lake.TableAsync("t");

        await table.MoveColumnAsync("s", ColumnPosition.First, Lake.Token);
        await table.MoveColumnAsync(Path("s.x"), ColumnPosition.After("y"), Lake.Token);
        await table.SetCommentAsync("b", "it's \"b\"", Lake.Token);
        await table.SetCommentAsync("a", "x", Lake.Token);
        await table.SetCommentAsync("a", null, Lake.Token);

        Assert.Equal("{y:4,x:3} 1 2", await BothEngines.ReadAsync(lake, "t"));
        Snapshot latest = await LatestAsync(lake);
        Assert.Equal(("it's \"b\"", (string?)null), (latest.Schema.Find("b")!.Comment, latest.Schema.Find("a")!.Comment));
    }

    [Fact]
    public async Task Nulls_are_forbidden_only_when_there_are_none()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT i AS a, CASE WHEN i > 0 THEN i END AS b, {'x': i} AS s FROM range(3) x(i)");
        DeltaTable table = await lake.TableAsync("t");

        ConstraintViolationException refused = await Assert.ThrowsAsync<ConstraintViolationException>(
            async () => await lake.Engine.Rules.ForbidNullsAsync(table, "b", Lake.Token));
        Assert.Contains("'b'", refused.Message, StringComparison.Ordinal);
        await lake.Engine.Rules.ForbidNullsAsync(table, "a", Lake.Token);
        await lake.Engine.Rules.ForbidNullsAsync(table, Path("s.x"), Lake.Token);
        await Assert.ThrowsAsync<ConstraintViolationException>(() => lake.WriteAsync("t", "SELECT NULL::BIGINT AS a"));
        await Assert.ThrowsAsync<ConstraintViolationException>(() => lake.WriteAsync("t", "SELECT 1 AS a, {'x': NULL::BIGINT} AS s"));
        await table.AllowNullsAsync("a", Lake.Token);
        await lake.WriteAsync("t", "SELECT NULL::BIGINT AS a");
        Assert.Equal(4L, await lake.ValueAsync("SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData("1::TINYINT", "smallint", "1", "300")]
    [InlineData("1::TINYINT", "int", "1", "70000")]
    [InlineData("1::TINYINT", "bigint", "1", "5000000000")]
    [InlineData("1::TINYINT", "double", "1", "0.5")]
    [InlineData("1::TINYINT", "decimal(11,1)", "1.0", "0.5")]
    [InlineData("1::SMALLINT", "int", "1", "70000")]
    [InlineData("1::SMALLINT", "bigint", "1", "5000000000")]
    [InlineData("1::SMALLINT", "double", "1", "0.5")]
    [InlineData("1::SMALLINT", "decimal(10,0)", "1", "2")]
    [InlineData("1::INTEGER", "bigint", "1", "5000000000")]
    [InlineData("1::INTEGER", "double", "1", "0.5")]
    [InlineData("1::INTEGER", "decimal(12,2)", "1.00", "0.25")]
    [InlineData("1::BIGINT", "decimal(21,1)", "1.0", "0.5")]
    [InlineData("1.5::FLOAT", "double", "1.5", "0.1")]
    [InlineData("1.5::DECIMAL(4,1)", "decimal(6,1)", "1.5", "99999.5")]
    [InlineData("1.5::DECIMAL(4,1)", "decimal(6,3)", "1.500", "0.125")]
    [InlineData("1.5::DECIMAL(18,1)", "decimal(38,2)", "1.50", "1.46")]
    [InlineData("DATE '2024-01-02'", "timestamp_ntz", "2024-01-02T00:00:00", "TIMESTAMP '2024-01-02 04:05:06'")]
    [InlineData("1::INTEGER", "double", "1", "1.25")]
    [InlineData("DATE '2024-01-02'", "timestamp_ntz", "2024-01-02T00:00:00", "TIMESTAMP '2024-01-03 04:05:06'")]
    public async Task A_column_gets_a_wider_type_and_old_files_are_read_as_it(string old, string type, string expected, string later)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", $"SELECT {old} AS v, [{old}] AS l, MAP {{{old}: {old}}} AS m, {{'f': {old}}} AS s");
        DeltaTable table = await lake.TableAsync("t");
        DeltaType wide = TypeText.Parse(type);
        string wideDuck = Rewriting.DuckTypes.Name(wide);

        UnsupportedFeatureException off = await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await table.ChangeTypeAsync("v", wide, Lake.Token));
        Assert.Contains("delta.enableTypeWidening", off.Message, StringComparison.Ordinal);
        await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.enableTypeWidening"] = "true" }, Lake.Token);
        foreach (string path in (string[])["v", "l.element", "m.key", "m.value", "s.f"])
        {
            await table.ChangeTypeAsync(Path(path), wide, Lake.Token);
        }

        string value = $"CAST({later} AS {wideDuck})";
        await lake.WriteAsync("t", $"SELECT {value} AS v, [{value}] AS l, MAP {{{value}: {value}}} AS m, {{'f': {value}}} AS s");
        string[] rows = (await BothEngines.ReadAsync(lake, "t")).Split('\n');
        Assert.Contains($"{expected} [{expected}] [{{key:{expected},value:{expected}}}] {{f:{expected}}}", rows);
        Assert.Equal(2, rows.Length);
        Assert.Equal(1L, await lake.ValueAsync($"SELECT count(*) FROM t WHERE v = CAST({old} AS {wideDuck})"));
        Assert.Equal(1L, await lake.ValueAsync($"SELECT count(*) FROM t WHERE v = {value}"));
        Assert.Equal(1L, await lake.ValueAsync($"SELECT count(*) FROM t WHERE s.f = {value}"));
        string changes = (await LatestAsync(lake)).Schema.Find("m")!.Metadata["delta.typeChanges"].GetRawText();
        Assert.Contains("\"fieldPath\":\"key\"", changes, StringComparison.Ordinal);
        Assert.Contains("\"fieldPath\":\"value\"", changes, StringComparison.Ordinal);
        Assert.Contains("typeWidening", (await LatestAsync(lake)).Protocol.ReaderFeatures!);
    }

    [Theory]
    [InlineData("1::BIGINT", "int")]
    [InlineData("1::BIGINT", "double")]
    [InlineData("1::BIGINT", "decimal(19,0)")]
    [InlineData("1::INTEGER", "decimal(10,1)")]
    [InlineData("1::INTEGER", "float")]
    [InlineData("1::DOUBLE", "float")]
    [InlineData("1.5::DECIMAL(4,1)", "decimal(4,2)")]
    [InlineData("1.5::DECIMAL(4,1)", "decimal(5,0)")]
    [InlineData("DATE '2024-01-02'", "timestamp")]
    [InlineData("'x'", "int")]
    [InlineData("1", "string")]
    public async Task A_type_that_is_not_wider_is_refused(string old, string type)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", $"SELECT {old} AS v");
        DeltaTable table = await lake.TableAsync("t");
        await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.enableTypeWidening"] = "true" }, Lake.Token);

        await Assert.ThrowsAsync<SchemaMismatchException>(async () => await table.ChangeTypeAsync("v", TypeText.Parse(type), Lake.Token));
        Assert.Equal(1, (await LatestAsync(lake)).Version);
    }

    [Fact]
    public async Task A_partition_column_gets_a_wider_type()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1::TINYINT AS p, DATE '2024-01-02' AS d, 5 AS v", "p", "d");
        DeltaTable table = await lake.TableAsync("t");
        await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.enableTypeWidening"] = "true" }, Lake.Token);

        await table.ChangeTypeAsync("p", PrimitiveType.Long, Lake.Token);
        await table.ChangeTypeAsync("d", PrimitiveType.TimestampNtz, Lake.Token);
        await lake.WriteAsync("t", "SELECT 5000000000 AS p, TIMESTAMP '2024-01-03 04:05:06' AS d, 6 AS v");
        Assert.Equal(
            "1 2024-01-02T00:00:00 5\n5000000000 2024-01-03T04:05:06 6", await BothEngines.ReadAsync(lake, "t"));
        Assert.Equal("5", await lake.ListAsync("SELECT v FROM t WHERE d < TIMESTAMP '2024-01-02 01:00:00'"));
    }

    [Fact]
    public async Task A_write_brings_new_columns_and_fields_and_mapped_tables_give_them_ids()
    {
        await using var lake = new Lake();
        DeltaTable table = await MappedAsync(lake, "SELECT 1 AS a, {'x': 1} AS s, [{'k': 1}] AS l");
        WriteQuery write = new("SELECT 2 AS a, {'x': 2, 'new': 'n'} AS s, [{'k': 2, 'more': {'deep': 3}}] AS l, TIMESTAMP '2024-01-01' AS at", "t");

        SchemaMismatchException refused = await Assert.ThrowsAsync<SchemaMismatchException>(async () => await lake.Engine.WriteAsync(write, Lake.Token));
        Assert.Contains("at", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<SchemaMismatchException>(() => lake.WriteAsync("t", "SELECT {'x': 2, 'new': 'n'} AS s"));
        Assert.Contains("new", refused.Message, StringComparison.Ordinal);
        await lake.Engine.WriteAsync(write with { SchemaEvolution = SchemaEvolution.AddColumns }, Lake.Token);
        Assert.Equal(
            "1 {x:1,new:null} [{k:1,more:null}] null\n2 {x:2,new:n} [{k:2,more:{deep:3}}] 2024-01-01T00:00:00",
            await BothEngines.ReadAsync(lake, "t"));
        Assert.Contains("timestampNtz", (await LatestAsync(lake)).Protocol.ReaderFeatures!);
        await table.RenameColumnAsync(Path("l.element.more.deep"), "deeper", Lake.Token);
        await table.DropColumnAsync(Path("s.x"), Lake.Token);
        Assert.Equal(
            "1 {new:null} [{k:1,more:null}] null\n2 {new:n} [{k:2,more:{deeper:3}}] 2024-01-01T00:00:00",
            await BothEngines.ReadAsync(lake, "t"));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("id")]
    public async Task A_mapped_table_is_made_with_its_first_rows(string mode)
    {
        await using var lake = new Lake();
        await lake.Engine.WriteAsync(
            new WriteQuery("SELECT 1 AS a, {'x': [{'y': 2}]} AS s, 'p q' AS \"the part\"", "t")
            {
                Properties = new Dictionary<string, string> { ["delta.columnMapping.mode"] = mode },
                PartitionBy = ["the part"],
            },
            Lake.Token);
        await lake.WriteAsync("t", "SELECT 3 AS a, {'x': [{'y': 4}]} AS s, 'r' AS \"the part\"");

        Assert.Equal("1 {x:[{y:2}]} p q\n3 {x:[{y:4}]} r", await BothEngines.ReadAsync(lake, "t"));
        Snapshot latest = await LatestAsync(lake);
        Assert.All(latest.Schema.Fields, static field => Assert.StartsWith("col-", field.MappedName, StringComparison.Ordinal));
        Assert.Equal("1", await lake.ListAsync("SELECT a FROM t WHERE s.x[1].y = 2"));
        Assert.All(latest.Files, file => Assert.Contains(latest.Schema.Find("a")!.MappedName!, file.Statistics!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_of_several_writers_at_once_all_happen()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1 AS a");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async number =>
        {
            DeltaTable own = await DeltaTable.OpenAsync(lake.Catalog.OpenStore("t"), null, Lake.Token);
            await own.AddColumnsAsync([new NewColumn($"c{number}", PrimitiveType.Long)], Lake.Token);
        }));
        Assert.Equal(7, (await LatestAsync(lake)).Schema.Fields.Count);
    }
}
