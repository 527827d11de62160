using Wallstreet.Delta;

namespace Wallstreet.Query.Tests.Statements;

/// <summary>What is wrong in a text is told before any table is looked for.</summary>
public sealed class AlterationSyntaxTests
{
    /// <summary>A lake in memory, of its own.</summary>
    private static Lake NewLake() => new(location: $"memory://{Guid.NewGuid():N}");

    private static async Task<SqlSyntaxException> WrongAsync(string sql)
    {
        await using Lake lake = Lake.WithoutTables();
        Assert.True(QueryEngine.IsWriting(sql));
        return await Assert.ThrowsAsync<SqlSyntaxException>(async () => await lake.Engine.ExecuteAsync(sql, null, null, Lake.Token));
    }

    [Theory]
    [InlineData("ALTER", 1, 6, "TABLE")]
    [InlineData("ALTER VIEW v AS SELECT 1", 1, 7, "ALTER TABLE name with ADD COLUMNS")]
    [InlineData("ALTER TABLE", 1, 12, "name of a table")]
    [InlineData("ALTER TABLE t", 1, 14, "DROP FEATURE")]
    [InlineData("ALTER TABLE t\n  FROBNICATE x", 2, 3, "ADD COLUMNS, DROP COLUMNS")]
    [InlineData("ALTER TABLE t RENAME TO u", 1, 15, "cannot be renamed")]
    [InlineData("ALTER TABLE t RENAME COLUMN a", 1, 30, "RENAME COLUMN a TO b")]
    [InlineData("ALTER TABLE t RENAME COLUMN a TO s.b", 1, 35, "same struct")]
    [InlineData("ALTER TABLE t ADD PARTITION (a = 1)", 1, 15, "COLUMN, COLUMNS or CONSTRAINT")]
    [InlineData("ALTER TABLE t DROP PARTITION (a = 1)", 1, 15, "COLUMN, COLUMNS, CONSTRAINT or FEATURE")]
    [InlineData("ALTER TABLE t SET LOCATION 'x'", 1, 15, "SET TBLPROPERTIES")]
    [InlineData("ALTER TABLE t ADD COLUMN", 1, 25, "name of a column")]
    [InlineData("ALTER TABLE t ADD COLUMN \"\" INT", 1, 26, "name of a column")]
    [InlineData("ALTER TABLE t RENAME COLUMN a TO \" \"", 1, 34, "new name")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT \"\" CHECK (a > 0)", 1, 30, "name of a constraint")]
    [InlineData("ALTER TABLE t ADD COLUMN a", 1, 27, "type of a")]
    [InlineData("ALTER TABLE t ADD COLUMN a nope", 1, 28, "is no type")]
    [InlineData("ALTER TABLE t ADD COLUMN a decimal(99, 1)", 1, 28, "precision")]
    [InlineData("ALTER TABLE t ADD COLUMN a array<int", 1, 37, "> was expected")]
    [InlineData("ALTER TABLE t ADD COLUMNS (a int", 1, 33, "Close the bracket")]
    [InlineData("ALTER TABLE t ADD COLUMNS (a int) b int", 1, 35, "end of the statement")]
    [InlineData("ALTER TABLE t ADD COLUMNS ()", 1, 28, "name of a column")]
    [InlineData("ALTER TABLE t ADD COLUMN a int,", 1, 32, "name of a column")]
    [InlineData("ALTER TABLE t ADD COLUMN a int NOT NULL", 1, 32, "SET NOT NULL")]
    [InlineData("ALTER TABLE t ADD COLUMN a int DEFAULT 5", 1, 32, "SET DEFAULT")]
    [InlineData("ALTER TABLE t ADD COLUMN a int GENERATED ALWAYS AS (b)", 1, 32, "CREATE TABLE")]
    [InlineData("ALTER TABLE t ADD COLUMN a int COMMENT 5", 1, 40, "single quotes")]
    [InlineData("ALTER TABLE t ADD COLUMN a int FIRST AFTER b", 1, 38, "COMMENT, FIRST or AFTER")]
    [InlineData("ALTER TABLE t ADD COLUMN a int UNIQUE", 1, 32, "COMMENT, FIRST or AFTER")]
    [InlineData("ALTER TABLE t DROP COLUMN", 1, 26, "name of a column")]
    [InlineData("ALTER TABLE t DROP COLUMNS (a, b", 1, 33, "Close the bracket")]
    [InlineData("ALTER TABLE t DROP COLUMN a b", 1, 29, "end of the statement")]
    [InlineData("ALTER TABLE t ALTER COLUMN a", 1, 29, "TYPE type, COMMENT 'text'")]
    [InlineData("ALTER TABLE t ALTER COLUMN a BIGINT", 1, 30, "TYPE type, COMMENT 'text'")]
    [InlineData("ALTER TABLE t ALTER COLUMN a SET", 1, 30, "SET NOT NULL")]
    [InlineData("ALTER TABLE t ALTER COLUMN a TYPE BIGINT TYPE INT", 1, 42, "TYPE type")]
    [InlineData("ALTER TABLE t ALTER COLUMN a TYPE BIGINT, b TYPE INT", 1, 41, "TYPE type")]
    [InlineData("ALTER TABLE t ALTER COLUMN a SET DEFAULT", 1, 41, "A value")]
    [InlineData("ALTER TABLE t ALTER COLUMN a SET DEFAULT 1, 2", 1, 43, "end of the statement")]
    [InlineData("ALTER TABLE t CHANGE COLUMN a b BIGINT", 1, 31, "RENAME COLUMN a TO b does")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c", 1, 31, "CHECK (condition)")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK a > 1", 1, 38, "CHECK (condition)")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK ()", 1, 39, "A condition")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1", 1, 44, "Close the bracket")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1) NOT ENFORCED", 1, 46, "end of the statement")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c PRIMARY KEY (a)", 1, 32, "not enforced")]
    [InlineData("ALTER TABLE t DROP CONSTRAINT", 1, 30, "name of a constraint")]
    [InlineData("ALTER TABLE t SET TBLPROPERTIES", 1, 32, "TBLPROPERTIES ('delta.appendOnly'")]
    [InlineData("ALTER TABLE t SET TBLPROPERTIES ()", 1, 34, "name of a property")]
    [InlineData("ALTER TABLE t SET TBLPROPERTIES ('a')", 1, 37, "'property' = 'value'")]
    [InlineData("ALTER TABLE t SET TBLPROPERTIES ('a' = b)", 1, 40, "A value")]
    [InlineData("ALTER TABLE t SET TBLPROPERTIES ('a' = 1, 'a' = 2)", 1, 43, "given twice")]
    [InlineData("ALTER TABLE t UNSET TBLPROPERTIES ('a' = 1)", 1, 40, "Close the bracket")]
    [InlineData("ALTER TABLE t CLUSTER BY a, b", 1, 26, "CLUSTER BY (a, b)")]
    [InlineData("ALTER TABLE t CLUSTER BY AUTO", 1, 26, "not chosen for you")]
    [InlineData("ALTER TABLE t DROP FEATURE", 1, 27, "name of a feature")]
    [InlineData("ALTER TABLE t DROP FEATURE deletionVectors TRUNCATE", 1, 44, "end of the statement")]
    [InlineData("OPTIMIZE", 1, 9, "name of a table")]
    [InlineData("OPTIMIZE t ZORDER (a)", 1, 12, "ZORDER BY (a, b)")]
    [InlineData("OPTIMIZE t WHERE", 1, 17, "A condition")]
    [InlineData("OPTIMIZE t ZORDER BY (a", 1, 24, "Close the bracket")]
    [InlineData("REORG TABLE t", 1, 14, "APPLY (PURGE)")]
    [InlineData("REORG TABLE t APPLY (UPGRADE UNIFORM)", 1, 22, "APPLY (PURGE)")]
    [InlineData("VACUUM", 1, 7, "name of a table")]
    [InlineData("VACUUM t RETAIN", 1, 16, "number of hours")]
    [InlineData("VACUUM t RETAIN x HOURS", 1, 17, "number of hours")]
    [InlineData("VACUUM t RETAIN 10 DAYS", 1, 20, "RETAIN n HOURS")]
    [InlineData("VACUUM t RETAIN -1 HOURS", 1, 17, "no number of hours")]
    [InlineData("VACUUM t RETAIN 99999999999999999999 HOURS", 1, 17, "no number of hours")]
    [InlineData("VACUUM t FULL LITE", 1, 15, "each once")]
    [InlineData("VACUUM t DRY", 1, 10, "DRY RUN")]
    [InlineData("VACUUM t USING INVENTORY x", 1, 10, "no inventory")]
    [InlineData("RESTORE TABLE t", 1, 16, "VERSION AS OF")]
    [InlineData("RESTORE TABLE t TO VERSION 3", 1, 20, "VERSION AS OF")]
    [InlineData("RESTORE TABLE t TO VERSION AS OF 1.5", 1, 34, "no version")]
    [InlineData("RESTORE TABLE t TO VERSION AS OF -1", 1, 34, "no version")]
    [InlineData("RESTORE TABLE t TO TIMESTAMP AS OF '12'", 1, 36, "no time")]
    [InlineData("RESTORE TABLE t TO TIMESTAMP AS OF 'yesterday'", 1, 36, "no time")]
    [InlineData("RESTORE TABLE t TO VERSION AS OF 3 4", 1, 36, "end of the statement")]
    [InlineData("CREATE TABLE t (a INT PRIMARY KEY)", 1, 23, "After a column's type come")]
    [InlineData("CREATE TABLE t (a INT NOT NULL NOT NULL)", 1, 32, "twice")]
    [InlineData("CREATE TABLE t (a INT DEFAULT 1 DEFAULT 2)", 1, 33, "twice")]
    [InlineData("CREATE TABLE t (a INT, CONSTRAINT c CHECK (a > 1))", 1, 24, "ADD CONSTRAINT")]
    [InlineData("CREATE TABLE t (a INT GENERATED AS (b))", 1, 33, "ALWAYS or BY DEFAULT")]
    [InlineData("CREATE TABLE t (a INT GENERATED BY DEFAULT AS (b))", 1, 47, "AS IDENTITY")]
    [InlineData("CREATE TABLE t (a INT GENERATED ALWAYS AS IDENTITY)", 1, 43, "only bigint")]
    [InlineData("CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY (START WITH x))", 1, 67, "number")]
    [InlineData("CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY (INCREMENT BY 0))", 1, 69, "a step is not 0")]
    [InlineData("CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 9223372036854775808))", 1, 67, "64 bits")]
    [InlineData("CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY (MAXVALUE 5))", 1, 56, "START WITH or INCREMENT BY")]
    public async Task A_statement_that_is_not_understood_says_what_is_and_where(string sql, int line, int column, string hint)
    {
        SqlSyntaxException wrong = await WrongAsync(sql);

        Assert.Contains(hint, wrong.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (wrong.Line, wrong.Column));
    }

    [Theory]
    [InlineData("ALTER TABLE t ADD COLUMN x INT; DROP TABLE t")]
    [InlineData("ALTER TABLE t ADD COLUMN x INT /* */; ATTACH 'x.db'")]
    [InlineData("ALTER TABLE t ALTER COLUMN a SET DEFAULT 1; SELECT 1")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1); DROP TABLE t")]
    [InlineData("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1) OR (true)")]
    [InlineData("ALTER TABLE t SET TBLPROPERTIES ('a' = '1'); DROP TABLE t; --'")]
    [InlineData("ALTER TABLE t SET TBLPROPERTIES ('a' = $$1$$)")]
    [InlineData("ALTER TABLE t OWNER TO somebody")]
    [InlineData("ALTER TABLE read_csv('/etc/passwd') ADD COLUMN x INT")]
    [InlineData("ALTER DATABASE d SET x = 1")]
    [InlineData("ALTER SEQUENCE s RESTART")]
    [InlineData("OPTIMIZE t; DROP TABLE t")]
    [InlineData("OPTIMIZE t WHERE a = 1; DROP TABLE t")]
    [InlineData("VACUUM t; DROP TABLE t")]
    [InlineData("VACUUM ANALYZE t")]
    [InlineData("VACUUM FULL ANALYZE")]
    [InlineData("VACUUM t (a)")]
    [InlineData("RESTORE TABLE t TO VERSION AS OF 1; DROP TABLE t")]
    [InlineData("ALTER TABLE t\0 ADD COLUMN x INT")]
    public async Task Nothing_else_gets_through(string sql)
    {
        await using Lake lake = Lake.WithoutTables();

        await Assert.ThrowsAsync<SqlSyntaxException>(async () => await lake.Engine.ExecuteAsync(sql, null, null, Lake.Token));
        await Assert.ThrowsAsync<SqlSyntaxException>(async () => await lake.Engine.QueryAsync(sql, null, Lake.Token));
    }

    [Theory]
    [InlineData("ALTER TABLE t ADD COLUMN a INT", "ALTER")]
    [InlineData(" /* hm */ optimize t zorder by (a)", "OPTIMIZE")]
    [InlineData("-- hm\nVACUUM t LITE", "VACUUM")]
    [InlineData("RESTORE TABLE t TO VERSION AS OF 1", "RESTORE")]
    [InlineData("REORG TABLE t APPLY (PURGE)", "REORG")]
    public async Task A_reader_is_told_that_the_statement_writes(string sql, string keyword)
    {
        await using Lake lake = Lake.WithoutTables();

        SqlAnalysis analysis = lake.Engine.Analyze(sql);
        SqlSyntaxException refused = await Assert.ThrowsAsync<SqlSyntaxException>(
            async () => await lake.Engine.QueryAsync(sql, null, Lake.Token));

        Assert.Equal((StatementKind.Other, keyword), (analysis.Kind, analysis.Keyword));
        Assert.Contains($"{keyword} is not allowed here", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_after_an_expression_is_the_one_of_the_text()
    {
        SqlSyntaxException wrong = await WrongAsync("CREATE TABLE t (a STRING DEFAULT 'ü\\'\n,' COMMENT 'é', b nope)");

        Assert.Equal((2, 19), (wrong.Line, wrong.Column));
    }

    [Theory]
    [InlineData("ALTER TABLE \"a", 1, 15)]
    [InlineData("ALTER TABLE \"", 1, 14)]
    [InlineData("ALTER TABLE t RENAME COLUMN a TO `x", 1, 34)]
    [InlineData("ALTER TABLE t DROP COLUMN \"x\"\"", 1, 27)]
    [InlineData("ALTER TABLE t ALTER COLUMN a COMMENT 'x", 1, 38)]
    [InlineData("ALTER TABLE t ALTER COLUMN a COMMENT 'x''", 1, 38)]
    [InlineData("ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x", 0, 0)]
    [InlineData("ALTER TABLE t DROP COLUMN a /* and b", 1, 29)]
    [InlineData("DELETE FROM t\n /* WHERE /* a = 1 */", 2, 2)]
    [InlineData("DELETE FROM t WHERE a = 1 /* AND b = 2", 1, 27)]
    [InlineData("TRUNCATE t /", 1, 12)]
    [InlineData("DESCRIBE HISTORY t /*", 1, 20)]
    [InlineData("DESCRIBE HISTORY 't", 1, 18)]
    public async Task A_statement_that_ends_within_a_quote_or_a_comment_is_refused(string sql, int line, int column)
    {
        await using Lake lake = NewLake();
        await lake.Engine.ExecuteAsync("CREATE TABLE t AS SELECT 1 AS a, 2 AS b", null, null, Lake.Token);

        Exception wrong = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            if (QueryEngine.IsWriting(sql))
            {
                await lake.Engine.ExecuteAsync(sql, null, null, Lake.Token);
            }
            else
            {
                await lake.ReadAsync(sql);
            }
        });

        Assert.True(wrong is SqlSyntaxException or UnsupportedFeatureException, sql + ": " + wrong);
        Assert.True(line == 0 || wrong is SqlSyntaxException { Line: var atLine, Column: var atColumn } && (atLine, atColumn) == (line, column), wrong.Message);
    }

    [Fact]
    public async Task Names_in_backticks_may_hold_quotes()
    {
        await using Lake lake = NewLake();
        await lake.Engine.ExecuteAsync("CREATE TABLE t (`a\"b` INT, `c``d` INT, s STRUCT<`e``f`: INT>) TBLPROPERTIES ('delta.columnMapping.mode' = 'name')", null, null, Lake.Token);
        await lake.Engine.ExecuteAsync("ALTER TABLE `t` RENAME COLUMN `a\"b` TO `x``y`", null, null, Lake.Token);
        await lake.Engine.ExecuteAsync("ALTER TABLE t DROP COLUMN s.`e``f`, `c``d`", null, null, Lake.Token).AsTask().ContinueWith(
            static dropped => Assert.IsType<SchemaMismatchException>(dropped.Exception!.InnerException), TaskScheduler.Default);

        Assert.Equal("x`y,c`d,s", await lake.ListAsync("DESCRIBE t"));
    }

    [Fact]
    public async Task Texts_damaged_at_random_end_in_an_error_of_ours_or_are_understood()
    {
        string[] statements =
        [
            "ALTER TABLE t ADD COLUMNS (a INT COMMENT 'x' AFTER b, s.`c d` ARRAY<STRUCT<e: DECIMAL(10, 2)>> FIRST)", "ALTER TABLE t DROP COLUMNS IF EXISTS (a, \"b\")",
            "ALTER TABLE t CHANGE COLUMN a a BIGINT COMMENT 'x' FIRST", "ALTER TABLE t ALTER COLUMN a SET DEFAULT concat('a', \"b\\\"c\")",
            "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0 AND `b c` <> 'it\\'s')", "ALTER TABLE t SET TBLPROPERTIES ('a' = 'b', c.d = -1.5, e = true)",
            "OPTIMIZE t FULL WHERE a = 1 ZORDER BY (b, c.d)", "VACUUM t LITE RETAIN 1.5 HOURS DRY RUN", "RESTORE TABLE t TO TIMESTAMP AS OF '2024-05-01'",
            "ALTER TABLE delta.`/a/b` DROP FEATURE f TRUNCATE HISTORY", "DESCRIBE HISTORY t LIMIT 5", "SHOW TBLPROPERTIES t ('a')",
            "UPDATE t SET a = 1, b.c = 'x' WHERE d > 5", "INSERT INTO t (a, b) VALUES (1, DEFAULT)", "REORG TABLE t WHERE a = 1 APPLY (PURGE)",
            "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a)",
        ];
        string[] pieces = ["'", "\"", "`", "(", ")", "<", ">", ",", ".", ";", "--", "/*", "*/", "\\", "-", "1", "$", "$$", "\0", "\n", "ü", "E'", " NOT NULL ", " COMMENT ", " AS ", "{", "]"];
        await using Lake lake = NewLake();
        await lake.Engine.ExecuteAsync("CREATE TABLE t (a INT, b STRUCT<c: STRING>, d INT)", null, null, Lake.Token);
        await lake.Engine.ExecuteAsync("CREATE TABLE s (a INT, b STRUCT<c: STRING>, d INT)", null, null, Lake.Token);
        var random = new Random(20241122);
        for (int round = 0; round < 2000; round++)
        {
            string sql = statements[random.Next(statements.Length)];
            for (int edit = random.Next(1, 4); edit > 0; edit--)
            {
                int at = random.Next(sql.Length + 1);
                int length = Math.Min(random.Next(0, 6), sql.Length - at);
                sql = sql[..at] + (random.Next(3) == 0 ? "" : pieces[random.Next(pieces.Length)]) + sql[(at + length)..];
            }

            Exception? refused = await Record.ExceptionAsync(async () => _ = QueryEngine.IsWriting(sql)
                ? (object)await lake.Engine.ExecuteAsync(sql, null, null, Lake.Token)
                : lake.Engine.Analyze(sql));
            Assert.True(refused is null or QueryException or DeltaException, $"{sql}\n{refused}");
        }
    }
}
