using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Query.Statements;

namespace Wallstreet.Query.Tests.Statements;

[OnEveryStore]
public sealed class AlterationTests
{
    private const string Mapped = "TBLPROPERTIES ('delta.columnMapping.mode' = 'name')";

    private static async Task<StatementResult> RunAsync(Lake lake, string sql) =>
        await lake.Engine.ExecuteAsync(sql, null, null, Lake.Token);

    private static async Task<Snapshot> SnapshotAsync(Lake lake, string table = "t") =>
        await (await lake.TableAsync(table)).GetSnapshotAsync(Lake.Token);

    private static async Task<string> ColumnsAsync(Lake lake) =>
        string.Join(", ", (await SnapshotAsync(lake)).Schema.Fields.Select(static field => $"{field.Name} {field.Type}"));

    [Fact]
    public async Task Columns_are_added_at_their_places_in_one_commit()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT 1 AS a, {'x': 1} AS s, [{'y': 1}] AS l");

        StatementResult added = await RunAsync(lake, "ALTER TABLE t ADD COLUMNS (b STRING COMMENT 'it''s' AFTER a, \"c d\" DECIMAL(10, 2) FIRST, "
            + "s.z STRUCT<`p q`: ARRAY<INT>, r: MAP<STRING, DOUBLE>>, l.element.w DATE)");

        Assert.Equal("c d decimal(10,2), a integer, b string, s struct<x:integer,z:struct<p q:array<integer>,r:map<string,double>>>, "
            + "l array<struct<y:integer,w:date>>", await ColumnsAsync(lake));
        Assert.Equal(("ADD COLUMNS", 1L, true), (added.Operation, added.Changes.Version, added.Changes.Committed));
        Assert.Equal("it's", (await SnapshotAsync(lake)).Schema.Find("b")!.Comment);
        await RunAsync(lake, "INSERT INTO t BY NAME SELECT 2 AS a, 'new' AS b");
        Assert.Equal("1-,2new", await lake.ListAsync("SELECT a || coalesce(b, '-') FROM t ORDER BY a"));
        await RunAsync(lake, "ALTER TABLE t ADD COLUMN e INT, f INT");
        Assert.Equal(3, (await SnapshotAsync(lake)).Version);
    }

    [Fact]
    public async Task Columns_are_renamed_and_dropped_where_they_are_mapped()
    {
        await using var lake = new Lake();
        await RunAsync(lake, $"CREATE TABLE t {Mapped} AS SELECT 1 AS a, 2 AS \"b c\", {{'x': 3, 'y': 4}} AS s, 5 AS e");

        await RunAsync(lake, "ALTER TABLE t RENAME COLUMN `b c` TO b");
        await RunAsync(lake, "ALTER TABLE t RENAME COLUMN s.x TO \"x y\"");
        Assert.Equal("2-3", await lake.ListAsync("SELECT b || '-' || s.\"x y\" FROM t"));

        StatementResult dropped = await RunAsync(lake, "ALTER TABLE t DROP COLUMNS (s.y, E)");
        Assert.Equal("a integer, b integer, s struct<x y:integer>", await ColumnsAsync(lake));
        Assert.Equal(3, dropped.Changes.Version);
        Assert.False((await RunAsync(lake, "ALTER TABLE t DROP COLUMN IF EXISTS e")).Changes.Committed);
        await RunAsync(lake, "ALTER TABLE t DROP COLUMN IF EXISTS e, b");
        Assert.Equal("a integer, s struct<x y:integer>", await ColumnsAsync(lake));
        CommitRecord last = await (await lake.TableAsync("t")).GetHistoryAsync(1, Lake.Token).FirstAsync(Lake.Token);
        Assert.Equal(("DROP COLUMNS", "[\"b\"]"), (last.Operation, last.Parameters["columns"]));
    }

    [Fact]
    public async Task Fields_within_lists_and_maps_are_dropped_if_they_are_there()
    {
        await using var lake = new Lake();
        await RunAsync(lake, $"CREATE TABLE t (l ARRAY<STRUCT<x: INT, y: INT>>, m MAP<STRING, STRUCT<x: INT, y: INT>>) {Mapped}");

        await RunAsync(lake, "ALTER TABLE t DROP COLUMNS IF EXISTS (l.element.x, m.value.y, m.key.z, l.element.q.r)");

        Assert.Equal("l array<struct<y:integer>>, m map<string,struct<x:integer>>", await ColumnsAsync(lake));
        Assert.False((await RunAsync(lake, "ALTER TABLE t DROP COLUMN IF EXISTS l.element.x")).Changes.Committed);
    }

    [Theory]
    [InlineData("ALTER TABLE t RENAME COLUMN a TO z", "column mapping")]
    [InlineData("ALTER TABLE t DROP COLUMN a", "column mapping")]
    [InlineData("ALTER TABLE t DROP COLUMN nope", "no column 'nope'")]
    [InlineData("ALTER TABLE t ADD COLUMN (z INT, a INT)", "already")]
    [InlineData("ALTER TABLE t ADD COLUMN z INT AFTER nope", "nope")]
    [InlineData("ALTER TABLE t ALTER COLUMN a TYPE BIGINT", "enableTypeWidening")]
    [InlineData("ALTER TABLE t ALTER COLUMN nope COMMENT 'x'", "no column 'nope'")]
    [InlineData("ALTER TABLE t ALTER COLUMN n SET NOT NULL", "there are rows in which it is null")]
    [InlineData("ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x'", "cannot have the default")]
    [InlineData("ALTER TABLE t ALTER COLUMN a SET DEFAULT nope(1)", "nope")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1)", "a > 1")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK (a IN (SELECT 1))", "SELECT")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK (read_text('/etc/passwd') IS NOT NULL)", "read_text")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK (a /* ; */ > 0)", "Close the bracket")]
    [InlineData("ALTER TABLE t DROP CONSTRAINT c", "no CHECK constraint 'c'")]
    [InlineData("ALTER TABLE t SET TBLPROPERTIES ('delta.nope' = '1')", "delta.nope")]
    [InlineData("ALTER TABLE t SET TBLPROPERTIES ('mine' = '1', 'delta.appendOnly' = 'perhaps')", "true or false")]
    [InlineData("ALTER TABLE t SET TBLPROPERTIES ('delta.constraints.c' = 'a > 5')", "constraints")]
    [InlineData("ALTER TABLE t UNSET TBLPROPERTIES ('mine')", "not set")]
    [InlineData("ALTER TABLE t CLUSTER BY (nope)", "nope")]
    [InlineData("ALTER TABLE t DROP FEATURE deletionVectors", "does not have the feature")]
    [InlineData("ALTER TABLE t CHANGE COLUMN a a INT COMMENT 'x' AFTER nope", "nope")]
    public async Task What_cannot_be_is_refused_by_name_and_nothing_is_written(string sql, string says)
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT 1 AS a, NULL::INTEGER AS n, 2 AS b");

        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(lake, sql));

        Assert.True(refused is DeltaException or QueryException, refused.ToString());
        Assert.Contains(says, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, (await SnapshotAsync(lake)).Version);
    }

    [Fact]
    public async Task Types_comments_and_places_change_together_or_one_by_one()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t (a INT, b SMALLINT COMMENT 'old', c STRUCT<d: TINYINT, e: INT>) TBLPROPERTIES ('delta.enableTypeWidening' = 'true')");

        StatementResult changed = await RunAsync(lake, "ALTER TABLE t CHANGE COLUMN b b INT COMMENT 'new' FIRST");
        Assert.Equal(1, changed.Changes.Version);
        Assert.Equal("b integer, a integer, c struct<d:byte,e:integer>", await ColumnsAsync(lake));
        Assert.Equal("new", (await SnapshotAsync(lake)).Schema.Find("b")!.Comment);

        await RunAsync(lake, "alter table t alter column a type bigint");
        await RunAsync(lake, "ALTER TABLE t ALTER a COMMENT 'more'");
        await RunAsync(lake, "ALTER TABLE t CHANGE COLUMN c.d AFTER e");
        await RunAsync(lake, "ALTER TABLE t CHANGE c.d d SMALLINT");
        Assert.Equal("b integer, a long, c struct<e:integer,d:short>", await ColumnsAsync(lake));
        Assert.Equal("more", (await SnapshotAsync(lake)).Schema.Find("a")!.Comment);
        CommitRecord first = await (await lake.TableAsync("t")).GetHistoryAsync(null, Lake.Token).FirstAsync(commit => commit.Version == 1, Lake.Token);
        Assert.Equal("b", first.Parameters["column"]);
        Assert.Equal("new", first.Parameters["comment"]);
    }

    [Fact]
    public async Task Nulls_and_defaults_are_set_and_dropped()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT 1 AS a, 'x' AS b");

        await RunAsync(lake, "ALTER TABLE t ALTER COLUMN a SET NOT NULL");
        await RunAsync(lake, "ALTER TABLE t ALTER COLUMN b SET DEFAULT 'it\\'s, (a \"text\")'");
        await RunAsync(lake, "INSERT INTO t (a) VALUES (2)");
        await Assert.ThrowsAsync<ConstraintViolationException>(() => RunAsync(lake, "INSERT INTO t VALUES (NULL, 'y')"));
        Assert.Equal("x;it's, (a \"text\")", string.Join(';', (await lake.ReadAsync("SELECT b FROM t ORDER BY a")).Select(row => row[0])));

        await RunAsync(lake, "ALTER TABLE t ALTER COLUMN a DROP NOT NULL");
        await RunAsync(lake, "ALTER TABLE t ALTER COLUMN b DROP DEFAULT;");
        await RunAsync(lake, "INSERT INTO t (b) VALUES (NULL)");
        Assert.Equal("1", await lake.ListAsync("SELECT count(*) FROM t WHERE a IS NULL AND b IS NULL"));
    }

    [Fact]
    public async Task Constraints_are_written_in_the_SQL_of_Spark()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT 1 AS \"a b\", 'x' AS v");

        await RunAsync(lake, "ALTER TABLE t ADD CONSTRAINT Positive CHECK ( `a b` > 0 AND v <> \"it's (no)\" AND v <> 'a\\')' )");
        Assert.Equal("`a b` > 0 AND v <> \"it's (no)\" AND v <> 'a\\')'", ConstraintAlterations.Find((await SnapshotAsync(lake)).Metadata)["positive"]);
        ConstraintViolationException broken = await Assert.ThrowsAsync<ConstraintViolationException>(
            () => RunAsync(lake, "INSERT INTO t VALUES (2, 'it''s (no)')"));
        Assert.Contains("positive", broken.Message, StringComparison.Ordinal);
        await RunAsync(lake, "INSERT INTO t VALUES (2, 'fine')");

        await RunAsync(lake, "ALTER TABLE t DROP CONSTRAINT positive");
        Assert.False((await RunAsync(lake, "ALTER TABLE t DROP CONSTRAINT IF EXISTS positive")).Changes.Committed);
        await RunAsync(lake, "INSERT INTO t VALUES (-2, 'fine')");
    }

    [Fact]
    public async Task Properties_are_set_and_unset()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t (a INT)");

        await RunAsync(lake, "ALTER TABLE t SET TBLPROPERTIES (delta.appendOnly = TRUE, 'my note' = 'it''s', owner.of = 5, x = -1.5)");
        Assert.Equal("delta.appendOnly=true,my note=it's,owner.of=5,x=-1.5", string.Join(',', (await SnapshotAsync(lake)).Metadata
            .Configuration.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value}")));
        await RunAsync(lake, "ALTER TABLE t UNSET TBLPROPERTIES (delta.appendOnly, 'my note')");
        Assert.False((await RunAsync(lake, "ALTER TABLE t UNSET TBLPROPERTIES IF EXISTS ('my note')")).Changes.Committed);
        Assert.Equal(["owner.of", "x"], (await SnapshotAsync(lake)).Metadata.Configuration.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Column_mapping_is_taken_off_beside_other_properties_or_not_at_all()
    {
        await using var lake = new Lake();
        await RunAsync(lake, $"CREATE TABLE t {Mapped} AS SELECT 1 AS a");
        await RunAsync(lake, "ALTER TABLE t RENAME COLUMN a TO b");

        await Assert.ThrowsAsync<TablePropertyException>(() => RunAsync(lake,
            "ALTER TABLE t SET TBLPROPERTIES ('delta.columnMapping.mode' = 'none', 'delta.nope' = '1')"));
        Assert.Equal(1, (await SnapshotAsync(lake)).Version);

        await RunAsync(lake, "ALTER TABLE t SET TBLPROPERTIES ('delta.columnMapping.mode' = 'none', 'note' = '1')");
        Snapshot plain = await SnapshotAsync(lake);
        Assert.Equal(("none", "1"), (plain.Metadata.FindProperty("delta.columnMapping.mode"), plain.Metadata.FindProperty("note")));
        Assert.Equal("1", await lake.ListAsync("SELECT b FROM t"));
        await RunAsync(lake, "ALTER TABLE t DROP FEATURE columnMapping TRUNCATE HISTORY").ContinueWith(
            static dropped => Assert.IsType<FeatureInUseException>(dropped.Exception!.InnerException), TaskScheduler.Default);
        await RunAsync(lake, "ALTER TABLE t DROP FEATURE 'columnMapping'");
        Assert.DoesNotContain("columnMapping", (await SnapshotAsync(lake)).FindFeatures().Select(static feature => feature.Name));
    }

    [Fact]
    public async Task A_table_is_clustered_otherwise_and_not_at_all()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t AS SELECT 1 AS a, {'b': 2} AS s");

        await RunAsync(lake, "ALTER TABLE t CLUSTER BY (a, s.b)");
        Assert.Equal(["a", "s.b"], ClusteringColumns.Find(await SnapshotAsync(lake))!.Select(static column => column.ToString()));
        Assert.False((await RunAsync(lake, "ALTER TABLE t CLUSTER BY (a, s.b)")).Changes.Committed);
        await RunAsync(lake, "ALTER TABLE t CLUSTER BY NONE");
        Assert.Empty(ClusteringColumns.Find(await SnapshotAsync(lake))!);
    }

    [Fact]
    public async Task Keywords_are_names_of_columns_and_tables()
    {
        await using var lake = new Lake();
        await RunAsync(lake, $"CREATE TABLE \"table\" (first INT, type INT, comment STRING, column INT, \"after\" INT, if INT) "
            + "TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true')");
        foreach (string change in new[]
        {
            "ADD COLUMN add INT FIRST", "ADD COLUMN last INT AFTER after", "ALTER COLUMN type TYPE BIGINT", "CHANGE first first BIGINT",
            "CHANGE COLUMN comment comment STRING COMMENT 'c'", "CHANGE COLUMN type FIRST", "RENAME COLUMN column TO to", "RENAME COLUMN to TO rename",
            "DROP COLUMN if", "ALTER COLUMN comment COMMENT 'comment'",
        })
        {
            StatementResult done = await RunAsync(lake, $"ALTER\n\tTABLE -- the table\n \"table\" /* so: */ {change}");
            Assert.True(done.Changes.Committed, change);
        }

        Assert.Equal("type long, add integer, first long, comment string, rename integer, after integer, last integer", string.Join(", ",
            (await SnapshotAsync(lake, "table")).Schema.Fields.Select(static field => $"{field.Name} {field.Type}")));
    }

    [Fact]
    public async Task A_table_is_named_by_its_location_too_and_a_near_name_is_told()
    {
        await using var lake = new Lake();
        string path = $"{lake.Place}/elsewhere/t";
        await RunAsync(lake, $"CREATE TABLE \"{path}\" (a INT)");

        await RunAsync(lake, $"ALTER TABLE \"{path}\" ADD COLUMN b INT");
        await RunAsync(lake, $"ALTER TABLE delta.`{path}` ADD COLUMN c INT");
        Assert.Equal("0", await lake.ListAsync($"SELECT count(a + b + c) FROM delta_scan('{path}')"));
        await Assert.ThrowsAsync<DeltaTableNotFoundException>(() => RunAsync(lake, $"ALTER TABLE \"{path}/no\" ADD COLUMN b INT"));
        TableNotFoundException none = await Assert.ThrowsAsync<TableNotFoundException>(
            () => RunAsync(lake, "ALTER TABLE elsewhere.u ADD COLUMN b INT"));
        Assert.Contains("elsewhere.t", none.Message, StringComparison.Ordinal);
        Assert.Contains("line 1, column 13", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_has_what_the_caller_says_of_the_commit()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t TBLPROPERTIES ('delta.enableDeletionVectors' = 'true', 'delta.columnMapping.mode' = 'name') AS SELECT 1 AS a, 2 AS b");
        var commit = new CommitOptions("ignored") { UserMetadata = "mine", EngineInfo = "Test" };
        string[] statements =
        [
            "ALTER TABLE t ADD COLUMN c INT", "ALTER TABLE t ALTER COLUMN a SET NOT NULL", "ALTER TABLE t ALTER COLUMN a SET DEFAULT 5",
            "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", "ALTER TABLE t SET TBLPROPERTIES ('delta.columnMapping.mode' = 'none')",
            "ALTER TABLE t CLUSTER BY (a)", "ALTER TABLE t DROP FEATURE deletionVectors", "OPTIMIZE t FULL", "VACUUM t", "RESTORE t VERSION AS OF 0",
        ];
        foreach (string sql in statements)
        {
            await lake.Engine.ExecuteAsync(sql, null, commit, Lake.Token);
        }

        CommitRecord[] history = await (await lake.TableAsync("t")).GetHistoryAsync(null, Lake.Token).ToArrayAsync(Lake.Token);
        string[] without = [.. history.Where(static record => record.UserMetadata != "mine").Select(static record => record.Operation!).Distinct()];
        Assert.Equal(["Empty Commit", "SET TBLPROPERTIES", "CREATE TABLE AS SELECT"], without);
        Assert.Superset(
            new HashSet<string>
            {
                "ADD COLUMNS", "CHANGE COLUMN", "ADD CONSTRAINT", "REMOVE COLUMN MAPPING", "CLUSTER BY", "DROP FEATURE", "OPTIMIZE", "VACUUM END", "RESTORE",
            },
            history.Where(static record => record is { UserMetadata: "mine", EngineInfo: "Test" }).Select(static record => record.Operation!).ToHashSet());
    }

    [Fact]
    public async Task Two_that_alter_at_once_both_do_and_one_sees_the_other()
    {
        await using var lake = new Lake();
        await RunAsync(lake, "CREATE TABLE t (a INT)");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(
            () => RunAsync(lake, $"ALTER TABLE t ADD COLUMN c{number} INT FIRST"), Lake.Token)));

        Assert.Equal(7, (await SnapshotAsync(lake)).Schema.Fields.Count);
        Assert.Equal(6, (await SnapshotAsync(lake)).Version);
    }
}
