using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Statements;
using Wallstreet.Query.Tests.Alterations;

namespace Wallstreet.Query.Tests.Commands;

/// <summary>Fields of structs get new values, and the others keep theirs.</summary>
[OnEveryStore]
public sealed class NestedUpdateTests : IAsyncDisposable
{
    private const string Rows = """
        SELECT 1 AS k, {'a': 10, 'b': {'c': 'x', 'd': 1.5}} AS s, [1] AS list, MAP {'m': 1} AS map
        UNION ALL SELECT 2, {'a': NULL, 'b': NULL}, [], NULL
        UNION ALL SELECT 3, NULL, NULL, NULL
        """;

    private readonly Lake _lake = new();

    public static TheoryData<string> Kinds =>
    [
        "", "delta.enableDeletionVectors=true", "delta.columnMapping.mode=name", "delta.columnMapping.mode=id",
        "delta.enableChangeDataFeed=true", "delta.enableChangeDataFeed=true delta.enableDeletionVectors=true",
        "delta.enableRowTracking=true",
    ];

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Fields_that_are_set_change_and_their_neighbours_stay(string properties)
    {
        await MakeAsync(properties.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        StatementResult updated = await _lake.RunAsync("UPDATE t SET s.a = k * 100, S.B.C = coalesce(s.b.c, 'new') WHERE k < 9");

        Assert.Equal(3, updated.Changes.RowsUpdated);
        Assert.Equal(
            "1 {a:100,b:{c:x,d:1.5}} [1] [{key:m,value:1}]\n2 {a:200,b:{c:new,d:null}} [] null\n3 {a:300,b:{c:new,d:null}} null null",
            await BothEngines.ReadAsync(_lake, "t"));
        await _lake.RunAsync("UPDATE t SET s.b = {'c': 'whole', 'd': k} WHERE k = 3");
        Assert.Equal("300 whole 3.0", await _lake.ListAsync("SELECT s.a || ' ' || s.b.c || ' ' || s.b.d FROM t WHERE k = 3"));
        Assert.Equal(3, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
    }

    [Fact]
    public async Task Change_data_has_the_whole_struct_before_and_after()
    {
        await MakeAsync("delta.enableChangeDataFeed=true");
        await _lake.RunAsync("UPDATE t SET s.a = 11 WHERE k = 1");
        Assert.Equal("update_postimage 11 x,update_preimage 10 x", await _lake.ListAsync(
            "SELECT _change_type || ' ' || s.a || ' ' || s.b.c FROM table_changes('t', from => 1) ORDER BY 1"));
    }

    [Fact]
    public async Task A_field_is_found_behind_the_tables_own_name_and_the_tables_name_comes_first()
    {
        await MakeAsync();
        await _lake.RunAsync("UPDATE t SET t.s.a = 1 WHERE k = 1");
        await _lake.RunAsync("UPDATE t AS x SET x.s.b.d = 2, x.k = 7 WHERE x.s.a = 1");
        Assert.Equal("7 1 x 2.0", await _lake.ListAsync("SELECT k || ' ' || s.a || ' ' || s.b.c || ' ' || s.b.d FROM t WHERE k = 7"));

        await _lake.RunAsync("CREATE TABLE silver.s AS SELECT 1 AS a, {'a': 2} AS s");
        await _lake.RunAsync("UPDATE silver.s SET s.a = 3");
        await _lake.RunAsync("UPDATE silver.s SET silver.s.s.a = 4");
        await _lake.RunAsync("UPDATE silver.s AS other SET s.a = other.s.a + 1");
        Assert.Equal("3 5", await _lake.ListAsync("SELECT q.a || ' ' || q.s.a FROM silver.s AS q"));
    }

    [Fact]
    public async Task Merges_set_fields_from_the_source_and_keep_the_others()
    {
        await MakeAsync();
        await _lake.RunAsync("""
            MERGE INTO t USING (VALUES (1, 'one'), (3, 'three')) AS n(k, v) ON t.k = n.k
            WHEN MATCHED AND n.k = 1 THEN UPDATE SET t.s.b.c = n.v
            WHEN MATCHED THEN UPDATE SET s.b.c = n.v, k = n.k * 10
            WHEN NOT MATCHED BY SOURCE THEN UPDATE SET s.a = -1
            """);
        Assert.Equal(
            "1 {a:10,b:{c:one,d:1.5}} [1] [{key:m,value:1}]\n2 {a:-1,b:null} [] null\n30 {a:null,b:{c:three,d:null}} null null",
            await BothEngines.ReadAsync(_lake, "t"));
    }

    [Fact]
    public async Task Columns_that_are_generated_from_a_field_follow_it_and_conditions_on_it_hold()
    {
        var schema = new StructType([
            new StructField("k", PrimitiveType.Integer),
            new StructField("s", new StructType([
                new StructField("a", PrimitiveType.Integer), new StructField("b", PrimitiveType.String)])),
            new StructField("next", PrimitiveType.Integer, true, new Dictionary<string, JsonElement>
            {
                ["delta.generationExpression"] = JsonSerializer.SerializeToElement("s.a + 1"),
            }),
        ]);
        DeltaTable table = await DeltaTable.CreateAsync(
            _lake.Catalog.OpenStore("t"), new TableDefinition(schema), new CommitOptions("CREATE TABLE"), null, Lake.Token);
        await _lake.Engine.Rules.AddConstraintAsync(table, "small", "s.a < 100", Lake.Token);
        await _lake.RunAsync("INSERT INTO t (k, s) VALUES (1, {'a': 1, 'b': 'x'})");

        ConstraintViolationException broken = await Assert.ThrowsAsync<ConstraintViolationException>(
            () => _lake.RunAsync("UPDATE t SET s.a = 100"));
        Assert.Contains("small", broken.Message, StringComparison.Ordinal);
        await _lake.RunAsync("UPDATE t SET s.a = 99");
        Assert.Equal("1 {a:99,b:x} 100", await BothEngines.ReadAsync(_lake, "t"));
        await _lake.RunAsync("MERGE INTO t USING (SELECT 1 AS k) n ON t.k = n.k WHEN MATCHED THEN UPDATE SET s.a = 40");
        Assert.Equal("1 {a:40,b:x} 41", await BothEngines.ReadAsync(_lake, "t"));
    }

    [Fact]
    public async Task Fields_that_may_not_be_null_are_held_when_a_null_struct_gets_others()
    {
        var schema = new StructType([
            new StructField("k", PrimitiveType.Integer),
            new StructField("s", new StructType([
                new StructField("a", PrimitiveType.Integer) { Nullable = false }, new StructField("b", PrimitiveType.String)])),
        ]);
        await DeltaTable.CreateAsync(
            _lake.Catalog.OpenStore("t"), new TableDefinition(schema), new CommitOptions("CREATE TABLE"), null, Lake.Token);
        await _lake.RunAsync("INSERT INTO t VALUES (1, NULL), (2, {'a': 5, 'b': NULL})");

        await Assert.ThrowsAsync<ConstraintViolationException>(() => _lake.RunAsync("UPDATE t SET s.b = 'x'"));
        await _lake.RunAsync("UPDATE t SET s.b = 'x' WHERE s IS NOT NULL");
        Assert.Equal("1 null\n2 {a:5,b:x}", await BothEngines.ReadAsync(_lake, "t"));
    }

    [Fact]
    public async Task A_renamed_field_is_set_by_its_new_name()
    {
        await MakeAsync("delta.columnMapping.mode=name");
        DeltaTable table = await _lake.TableAsync("t");
        await Delta.Alterations.DeltaTableAlterations.RenameColumnAsync(table, new ColumnPath("s", "a"), "amount", Lake.Token);
        await _lake.RunAsync("UPDATE t SET s.amount = 5 WHERE k = 1");
        await Assert.ThrowsAsync<SchemaMismatchException>(() => _lake.RunAsync("UPDATE t SET s.a = 5 WHERE k = 1"));
        Assert.Equal("5 x", await _lake.ListAsync("SELECT s.amount || ' ' || s.b.c FROM t WHERE k = 1"));
        Assert.Equal(3, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
    }

    [Fact]
    public async Task From_CSharp_a_field_is_named_by_its_path_and_a_point_in_a_name_is_no_path()
    {
        await _lake.WriteAsync("t", "SELECT 1 AS \"s.a\", {'a': 2} AS s");
        DeltaTable table = await _lake.TableAsync("t");
        await _lake.Engine.UpdateAsync(table, new UpdateCommand([new("s.a", "10")]), Lake.Token);
        await _lake.Engine.UpdateAsync(
            table, new UpdateCommand([new(new ColumnPath("s", "a"), "target.s.a * 10")]), Lake.Token);
        Assert.Equal("10 20", await _lake.ListAsync("SELECT \"s.a\" || ' ' || s.a FROM t"));
        MergeCommand insert = new("(SELECT 1 AS x)", "false",
            [new(MergeMatch.NotMatched, MergeAction.Insert) { Columns = [new(new ColumnPath("s", "a"), "1")] }]);
        SqlSyntaxException refused = await Assert.ThrowsAsync<SqlSyntaxException>(
            async () => await _lake.Engine.MergeAsync(table, insert, Lake.Token));
        Assert.Contains("a field of a struct", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE t SET s = NULL, s.a = 1", "The columns s and s.a of t are both set")]
    [InlineData("UPDATE t SET s.b.c = 'x', S.B = NULL", "The columns s.b.c and S.B of t are both set")]
    [InlineData("UPDATE t SET s.a = 1, s.A = 2", "s.A of t is set twice")]
    [InlineData("UPDATE t SET s.nothing = 1", "The struct s of t has no field nothing to set. It has a, b.")]
    [InlineData("UPDATE t SET s.b.nothing = 1", "The struct s.b of t has no field nothing")]
    [InlineData("UPDATE t SET nothing.a = 1", "has no column nothing")]
    [InlineData("UPDATE t SET list.e = 1", "list is of type array<integer>")]
    [InlineData("UPDATE t SET list.element.e = 1", "Set list as a whole")]
    [InlineData("UPDATE t SET map.m = 1", "map is of type map<string,integer>")]
    [InlineData("UPDATE t SET k.a = 1", "k is of type integer")]
    [InlineData("UPDATE t SET other.s.a = 1", "has no column other")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) n ON t.k = n.k WHEN MATCHED THEN UPDATE SET s = NULL, s.b.c = 'x'", "s and s.b.c")]
    public async Task Fields_that_cannot_be_set_are_refused_by_name(string sql, string expected)
    {
        await MakeAsync();
        SchemaMismatchException refused = await Assert.ThrowsAsync<SchemaMismatchException>(() => _lake.RunAsync(sql));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await (await _lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Version);
    }

    [Theory]
    [InlineData("UPDATE t SET s.a = 'no number'")]
    [InlineData("UPDATE t SET s.a = 3000000000")]
    [InlineData("UPDATE t SET s.a = max(k)")]
    [InlineData("UPDATE t SET s.a = 1 FROM t")]
    [InlineData("UPDATE t SET s. = 1")]
    [InlineData("UPDATE t SET s['a'] = 1")]
    [InlineData("MERGE INTO t USING (SELECT 1 AS k) n ON false WHEN NOT MATCHED THEN INSERT (s.a) VALUES (1)")]
    public async Task Values_that_do_not_fit_a_field_change_nothing(string sql)
    {
        await MakeAsync();
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => _lake.RunAsync(sql));
        Assert.True(error is QueryException or DeltaException, error.ToString());
        Assert.Equal(0, (await (await _lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Version);
    }

    private Task<DeltaTable> MakeAsync(params string[] properties) =>
        _lake.CreateAsync("t", Rows, [], properties.Select(static pair => pair.Split('=')).Select(static pair => (pair[0], pair[1])));
}
