using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Tests.Variants;

/// <summary>Variants are written from JSON text, and moved as they are.</summary>
[OnEveryStore]
public sealed class VariantWriteTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Fact]
    public async Task Text_becomes_a_variant_and_is_read_as_text_again()
    {
        await _lake.RunAsync("CREATE TABLE t (id BIGINT, v VARIANT)");
        await _lake.RunAsync("""INSERT INTO t VALUES (1, '{"b": 1, "a": [1.50, null]}'), (2, NULL), (3, 'null'), (4, '"x"'), (5, parse_json('7'))""");
        await _lake.RunAsync("INSERT INTO t SELECT 6, to_json({'day': DATE '2024-01-02'})");
        await _lake.RunAsync("INSERT INTO t SELECT 7, try_parse_json('{')");

        Assert.Equal(
            """{"a":[1.50,null],"b":1};NULL;null;"x";7;{"day":"2024-01-02"};NULL""",
            await _lake.ValueAsync("SELECT string_agg(coalesce(v, 'NULL'), ';' ORDER BY id) FROM t"));
        Assert.Equal("1.5", await _lake.ValueAsync("SELECT v ->> '$.a[0]' FROM t WHERE id = 1"));
        DeltaTable table = await _lake.TableAsync("t");
        Snapshot snapshot = await table.GetSnapshotAsync(Lake.Token);
        Assert.Contains("variantType", snapshot.Protocol.ReaderFeatures!);
        Assert.Contains("variantType", snapshot.Protocol.WriterFeatures!);
        AddFile first = snapshot.Files.Single(static file => file.Statistics!.Contains("\"numRecords\":5", StringComparison.Ordinal));
        Assert.Contains("\"nullCount\":{\"id\":0,\"v\":1}", first.Statistics, StringComparison.Ordinal);
        Assert.DoesNotContain("\"v\":\"", first.Statistics, StringComparison.Ordinal);
        await StoredVariants.RequirePlainAsync(table);
    }

    [Theory]
    [InlineData("SELECT 1 AS id, parse_json('{\"a\": 1}') AS v")]
    [InlineData("SELECT id, v FROM (VALUES (1, parse_json('{\"a\": 1}'))) t(id, v)")]
    [InlineData("SELECT 1 AS id, CASE WHEN random() < 2 THEN try_parse_json('{\"a\":1}') END AS v")]
    public async Task A_table_made_of_parsed_JSON_has_a_variant(string query)
    {
        await _lake.RunAsync($"CREATE TABLE t AS {query}");
        await _lake.RunAsync("CREATE TABLE copy AS SELECT * FROM t");

        foreach (string name in (string[])["t", "copy"])
        {
            Snapshot snapshot = await (await _lake.TableAsync(name)).GetSnapshotAsync(Lake.Token);
            Assert.Equal(Delta.Schema.PrimitiveType.Variant, snapshot.Schema.Find("v")!.Type);
            Assert.Equal("{\"a\":1}", await _lake.ValueAsync($"SELECT v FROM {name}"));
        }
    }

    [Fact]
    public async Task Statements_that_read_know_the_functions_too()
    {
        Assert.Equal("{\"a\":1}", await _lake.ValueAsync("SELECT parse_json(' {\"a\" : 1} ')"));
        Assert.Equal("1", await _lake.ValueAsync("SELECT parse_json('{\"a\":1}') ->> '$.a'"));
        Assert.Null(await _lake.ValueAsync("SELECT try_parse_json('{')"));
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (1, '{}'), (2, '{\"a\": oh}')", "{\"a\": oh}")]
    [InlineData("INSERT INTO t VALUES (1, '{}'), (2, parse_json('oh'))", "The text is: oh")]
    [InlineData("INSERT INTO t VALUES (1, '{}'), (2, '{\"a\":1,\"a\":2}')", "the name 'a' twice")]
    [InlineData("INSERT INTO t SELECT 1, 5", "to_json(value)")]
    [InlineData("UPDATE t SET v = 'oh'", "The text is: oh")]
    [InlineData("MERGE INTO t USING (SELECT 0 AS id, 'oh' AS v) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET *", "The text is: oh")]
    public async Task Text_that_is_no_JSON_is_refused_and_nothing_is_written(string statement, string tells)
    {
        await _lake.RunAsync("CREATE TABLE t (id BIGINT, v VARIANT)");
        await _lake.RunAsync("INSERT INTO t VALUES (0, '0')");

        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => _lake.RunAsync(statement));

        Assert.True(error is QueryException or DeltaException, error.ToString());
        Assert.Contains(tells, error.Message, StringComparison.Ordinal);
        Assert.Equal("0", await _lake.ListAsync("SELECT v FROM t"));
    }

    [Theory]
    [InlineData("false", "none", "false")]
    [InlineData("true", "none", "false")]
    [InlineData("false", "name", "false")]
    [InlineData("true", "id", "true")]
    [InlineData("false", "none", "true")]
    public async Task Values_that_JSON_does_not_know_keep_their_bytes_wherever_rows_move(string vectors, string mapping, string tracked)
    {
        await _lake.RunAsync($"""
            CREATE TABLE t (id BIGINT, v VARIANT, x BIGINT) TBLPROPERTIES (
                'delta.enableDeletionVectors' = '{vectors}', 'delta.columnMapping.mode' = '{mapping}',
                'delta.enableChangeDataFeed' = '{tracked}', 'delta.enableRowTracking' = '{(mapping == "id" ? "false" : tracked)}')
            """);
        DeltaTable table = await _lake.TableAsync("t");
        await StoredVariants.AppendAsync(table, "v", [.. StoredVariants.Exotic, "0C01", "0C02"]);
        Dictionary<long, string> first = await StoredVariants.ReadAsync(table);
        Assert.Equal(StoredVariants.Exotic[0] + "/110000", first[0]);

        await _lake.RunAsync("UPDATE t SET x = 5 WHERE id % 2 = 0");
        await _lake.RunAsync("DELETE FROM t WHERE id = 7");
        await _lake.RunAsync("""
            MERGE INTO t USING (SELECT 1::BIGINT AS id UNION ALL SELECT 9) s ON t.id = s.id
            WHEN MATCHED THEN UPDATE SET x = 6
            WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, '{"new": true}')
            WHEN NOT MATCHED BY SOURCE AND t.id = 2 THEN UPDATE SET x = 7
            """);
        await _lake.RunAsync("UPDATE t SET v = CASE WHEN id = 6 THEN parse_json('[1]') ELSE v END WHERE v ->> '$' = '1' OR id = 3");
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { Purge = vectors == "true" }, null, Lake.Token);
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { ZOrderBy = ["id", "x"] }, null, Lake.Token);

        Dictionary<long, string> last = await StoredVariants.ReadAsync(table);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 9], last.Keys.Order());
        Assert.All(Enumerable.Range(0, 6), id => Assert.Equal(first[id], last[id]));
        Assert.Equal("03010002" + "0C01" + "/110000", last[6]);
        Assert.Equal("{\"new\":true}", await _lake.ValueAsync("SELECT v FROM t WHERE id = 9"));
        Assert.Equal("5,6,7,null,5,null,5,null", await _lake.ListAsync("SELECT x FROM t ORDER BY id"));
        await StoredVariants.RequirePlainAsync(table);
    }

    [Fact]
    public async Task Values_that_JSON_does_not_know_keep_their_bytes_from_table_to_table()
    {
        await _lake.RunAsync("CREATE TABLE t (id BIGINT, v VARIANT)");
        DeltaTable table = await _lake.TableAsync("t");
        await StoredVariants.AppendAsync(table, "v", StoredVariants.Exotic);
        Dictionary<long, string> first = await StoredVariants.ReadAsync(table);

        await _lake.RunAsync("CREATE TABLE made AS SELECT id, v FROM t WHERE v IS NOT NULL");
        await _lake.RunAsync("CREATE TABLE given (id BIGINT, v VARIANT)");
        await _lake.RunAsync("INSERT INTO given SELECT * FROM t ORDER BY v ->> '$'");
        await _lake.RunAsync("CREATE TABLE merged (id BIGINT, v VARIANT)");
        await _lake.RunAsync("MERGE INTO merged USING t ON merged.id = t.id WHEN NOT MATCHED THEN INSERT *");
        await _lake.RunAsync("CREATE TABLE united AS SELECT id, v FROM t UNION ALL SELECT 100, '{}'");

        foreach (string name in (string[])["made", "given", "merged"])
        {
            Assert.Equal(first.OrderBy(static row => row.Key), (await StoredVariants.ReadAsync(await _lake.TableAsync(name))).OrderBy(static row => row.Key));
        }

        Dictionary<long, string> united = await StoredVariants.ReadAsync(await _lake.TableAsync("united"));
        Assert.All(first, row => Assert.Equal(row.Value, united[row.Key]));
        Assert.Equal("020000/110000", united[100]);
    }

    [Fact]
    public async Task Variants_within_structs_lists_and_maps_are_written_and_moved()
    {
        await _lake.RunAsync("CREATE TABLE t (id BIGINT, s STRUCT<v: VARIANT, n: INT>, l ARRAY<VARIANT>, m MAP<STRING, VARIANT>)");
        await _lake.RunAsync("""INSERT INTO t VALUES (1, {'v': '{"a":1}', 'n': 2}, ['1', NULL, '"x"'], MAP {'k': '[true]'}), (2, NULL, NULL, NULL)""");
        await _lake.RunAsync("UPDATE t SET s = {'v': parse_json('3'), 'n': s.n} WHERE id = 1");
        await _lake.Engine.OptimizeAsync(await _lake.TableAsync("t"), new OptimizeRequest { Full = true }, null, Lake.Token);

        Assert.Equal("3|2|[1, NULL, '\"x\"']|{k='[true]'}", await _lake.ValueAsync(
            "SELECT concat_ws('|', s.v, s.n, l::VARCHAR, m::VARCHAR) FROM t WHERE id = 1"));
        Assert.Equal(1L, await _lake.ValueAsync("SELECT count(*) FROM t WHERE s IS NULL AND l IS NULL AND m IS NULL"));
        await StoredVariants.RequirePlainAsync(await _lake.TableAsync("t"));
    }

    [Fact]
    public async Task A_variant_may_be_added_as_a_column_and_may_be_NOT_NULL_and_partitions_do_not_matter()
    {
        await _lake.RunAsync("CREATE TABLE t (id BIGINT, p VARCHAR, w VARIANT NOT NULL) PARTITIONED BY (p)");
        await _lake.RunAsync("INSERT INTO t VALUES (1, 'a', '1'), (2, 'b', '{}')");
        DeltaTable table = await _lake.TableAsync("t");
        await table.AddColumnsAsync([new NewColumn("v", Delta.Schema.PrimitiveType.Variant)], Lake.Token);
        await _lake.RunAsync("INSERT INTO t VALUES (3, 'a', '2', '{\"x\":1}')");
        await _lake.RunAsync("UPDATE t SET v = '[]' WHERE id = 1");

        Assert.Equal("[],null,{\"x\":1}", await _lake.ListAsync("SELECT v FROM t ORDER BY id"));
        await Assert.ThrowsAnyAsync<DeltaException>(() => _lake.RunAsync("INSERT INTO t VALUES (4, 'a', NULL, NULL)"));
        Assert.Equal(3L, await _lake.ValueAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    [OnDiskOnly("The table is written by hand, with programs that write files.")]
    public async Task Shredded_variants_are_put_together_with_their_types_when_rows_move()
    {
        using Corpus.HandmadeTable made = new();
        const string Shredding = "SHREDDING {v: 'STRUCT(d DATE, t TIMESTAMP, n DECIMAL(12,3), l INTEGER[], u UUID, o STRUCT(k TIME, z TIMESTAMPTZ), b BLOB)'}";
        made.Add(
            "SELECT 0::BIGINT AS id, {'d': DATE '2024-01-02', 't': TIMESTAMP '2024-01-02 03:04:05.5', 'n': 1.5::DECIMAL(12,3), 'l': [1, 2], "
            + "'u': '00112233-4455-6677-8899-aabbccddeeff'::UUID, 'o': {'k': TIME '01:02:03', 'z': TIMESTAMPTZ '2024-01-02 00:00:00+00', 'rest': 1.5::FLOAT}, "
            + "'b': 'abc'::BLOB, 'other': DATE '2024-01-03'}::VARIANT AS v",
            Shredding);
        made.Add("SELECT 1::BIGINT AS id, {'d': 'no date', 'a': 1}::VARIANT AS v UNION ALL SELECT 2, 7::VARIANT UNION ALL SELECT 3, [1, 2]::VARIANT", Shredding);
        made.Commit(
            """{"type":"struct","fields":[{"name":"id","type":"long","nullable":true,"metadata":{}},{"name":"v","type":"variant","nullable":true,"metadata":{}}]}""",
            """{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["variantType","variantShredding"],"writerFeatures":["variantType","variantShredding"]}""");
        DeltaTable table = await DeltaTable.OpenAsync(_lake.Stores.Open(made.Folder), null, Lake.Token);
        await using Corpus.CorpusEngines before = new(made.Folder);
        IReadOnlyList<string> rows = await before.ReadAsync(null);

        await _lake.Engine.UpdateAsync(table, new UpdateCommand([new ColumnAssignment("id", "id + 10")]) { Where = "id = 1" }, Lake.Token);
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Lake.Token);

        await using Corpus.CorpusEngines after = new(made.Folder);
        Assert.Equal(rows.Select(static row => row.StartsWith("1 |", StringComparison.Ordinal) ? "1" + row : row).Order(), (await after.ReadAsync(null)).Order());
        await StoredVariants.RequirePlainAsync(table);
        string bytes = (await StoredVariants.ReadAsync(table))[0];
        foreach (string typed in (string[])[
            "2C0C4D0000", "2C0D4D0000", "34", "2003DC050000", "5000112233445566778899AABBCCDDEEFF", "3C03000000616263", "380000C03F", "44", "30"])
        {
            Assert.Contains(typed, bytes, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Values_that_JSON_does_not_know_keep_their_bytes_where_the_built_in_engine_copies_files()
    {
        await _lake.RunAsync("CREATE TABLE t (id BIGINT, v VARIANT)");
        DeltaTable table = await _lake.TableAsync("t");
        await StoredVariants.AppendAsync(table, "v", [.. StoredVariants.Exotic, "0C01", "0C02"]);
        Dictionary<long, string> first = await StoredVariants.ReadAsync(table);
        Delta.Engine.ArrowDataEngine engine = new();

        await table.DeleteAsync(
            engine, Delta.Scan.Predicate.Equal("id", Delta.Schema.Literal.Of(7L)), new CommitOptions("DELETE"), Lake.Token);
        await table.ReplaceWhereAsync(engine, Delta.Scan.Predicate.Equal("id", Delta.Schema.Literal.Of(6L)),
            AsyncEnumerable.Empty<Apache.Arrow.RecordBatch>(), new CommitOptions("WRITE"), Lake.Token);

        Dictionary<long, string> left = await StoredVariants.ReadAsync(table);
        Assert.Equal(Enumerable.Range(0, 6).Select(static id => (long)id), left.Keys.Order());
        Assert.All(left, row => Assert.Equal(first[row.Key], row.Value));
        await StoredVariants.RequirePlainAsync(table);
    }

    [Fact]
    public async Task Arrow_rows_bring_JSON_text()
    {
        await _lake.RunAsync("CREATE TABLE t (id BIGINT, v VARIANT)");
        Apache.Arrow.Schema schema = new(
            [new Apache.Arrow.Field("id", Apache.Arrow.Types.Int64Type.Default, true), new Apache.Arrow.Field("v", Apache.Arrow.Types.StringType.Default, true)], null);
        await _lake.Engine.WriteRowsAsync(WriteQuery.ForRows("t"), schema, Rows(schema, "{\"a\":[1]}", null), Lake.Token);
        DeltaTable table = await _lake.TableAsync("t");
        Snapshot snapshot = await table.GetSnapshotAsync(Lake.Token);
        IReadOnlyList<AddFile> files = await new Delta.Engine.ArrowDataEngine().WriteAsync(
            table, snapshot, Rows(schema, "3.25", null), new Delta.Engine.WriteOptions(), Lake.Token);
        await table.CommitAsync(new TableChange(snapshot) { Adds = files }, new CommitOptions("WRITE"), Lake.Token);

        Assert.Equal("3.25,null,null,{\"a\":[1]}", string.Join(',', (await _lake.ListAsync("SELECT v FROM t")).Split(',').Order(StringComparer.Ordinal)));
        Assert.Contains("\"v\":1", files[0].Statistics, StringComparison.Ordinal);
        await StoredVariants.RequirePlainAsync(table);
        SchemaMismatchException refused = await Assert.ThrowsAsync<SchemaMismatchException>(async () =>
            await new Delta.Engine.ArrowDataEngine().WriteAsync(table, snapshot, Rows(schema, "1", "x"), new Delta.Engine.WriteOptions(), Lake.Token));
        Assert.Contains("Row 2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'v'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_lack_a_variant_have_null_in_it()
    {
        await _lake.RunAsync("CREATE TABLE t (id BIGINT, v VARIANT)");
        DeltaTable table = await _lake.TableAsync("t");
        Snapshot snapshot = await table.GetSnapshotAsync(Lake.Token);
        Apache.Arrow.Schema schema = new([new Apache.Arrow.Field("id", Apache.Arrow.Types.Int64Type.Default, true)], null);
        IReadOnlyList<AddFile> files = await new Delta.Engine.ArrowDataEngine().WriteAsync(
            table, snapshot, Rows(schema, null, null), new Delta.Engine.WriteOptions(), Lake.Token);
        await table.CommitAsync(new TableChange(snapshot) { Adds = files }, new CommitOptions("WRITE"), Lake.Token);

        Assert.Equal(2L, await _lake.ValueAsync("SELECT count(*) FROM t WHERE v IS NULL"));
        await StoredVariants.RequirePlainAsync(table);
    }

    [Fact]
    public async Task The_bytes_are_those_that_Spark_writes()
    {
        string folder = TestKit.SharedData.PathOf("delta-corpus/kernel-rs-data/unshredded-variant");
        DeltaTable table = await DeltaTable.OpenAsync(_lake.Stores.Open(folder), null, Lake.Token);
        Dictionary<long, string> theirs = await StoredVariants.ReadAsync(table, mayRepeat: true);
        await _lake.RunAsync("CREATE TABLE t AS SELECT id, parse_json('{\"key\":' || id || '}') AS v FROM range(100) r(id)");
        Dictionary<long, string> ours = await StoredVariants.ReadAsync(await _lake.TableAsync("t"));

        // Our names are sorted, and say so; Spark's are not.
        Assert.All(ours, row => Assert.Equal(theirs[row.Key], row.Value.Replace("/11", "/01", StringComparison.Ordinal)));
        Assert.Equal(100, ours.Count);
    }

    [Fact]
    public async Task Change_data_says_variants_as_text()
    {
        await _lake.RunAsync("CREATE TABLE t (id BIGINT, v VARIANT) TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')");
        await _lake.RunAsync("INSERT INTO t VALUES (1, '{\"a\":1}'), (2, '2')");
        await _lake.RunAsync("UPDATE t SET v = '[]' WHERE id = 1");

        Assert.Equal(
            "update_preimage {\"a\":1};update_postimage []",
            await _lake.ValueAsync("SELECT string_agg(_change_type || ' ' || v, ';' ORDER BY _change_type DESC) FROM table_changes('t', 2, 2)"));
    }

    private static async IAsyncEnumerable<Apache.Arrow.RecordBatch> Rows(Apache.Arrow.Schema schema, string? first, string? second)
    {
        await Task.CompletedTask;
        Apache.Arrow.IArrowArray ids = new Apache.Arrow.Int64Array.Builder().Append(1).Append(2).Build();
        Apache.Arrow.IArrowArray texts = new Apache.Arrow.StringArray.Builder().Append(first).Append(second).Build();
        yield return new Apache.Arrow.RecordBatch(schema, schema.FieldsList.Count == 1 ? [ids] : [ids, texts], 2);
    }
}
