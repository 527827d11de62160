using System.Text.Json;

namespace Wallstreet.Cli.Tests;

public sealed class SqlTests : IClassFixture<MadeLake>
{
    private readonly TestProgram _program;

    public SqlTests(MadeLake lake) => _program = lake.Program;

    [Fact]
    public async Task Json_is_one_array_with_decimals_as_strings_and_numbers_as_numbers()
    {
        JsonElement rows = (await _program.RunAsync("sql", "SELECT symbol, close, 7 AS n FROM silver.bars ORDER BY symbol", "--format", "json")).Json;

        Assert.Equal(3, rows.GetArrayLength());
        Assert.Equal("10.2500", rows[0].GetProperty("close").GetString());
        Assert.Equal(7, rows[0].GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task A_statement_that_writes_needs_to_be_allowed_and_tells_what_it_did()
    {
        ProgramResult refused = await _program.RunAsync("sql", "CREATE TABLE sandbox.notes AS SELECT 1 AS k, 'a' AS v");
        ProgramResult created = await _program.RunAsync("sql", "--write", "CREATE TABLE sandbox.notes AS SELECT range AS k, 'a' AS v FROM range(3)");
        JsonElement updated = (await _program.RunAsync("sql", "--write", "UPDATE sandbox.notes SET v = 'b' WHERE k = 1", "--format", "json")).Json;
        ProgramResult nothing = await _program.RunAsync("sql", "--write", "DELETE FROM sandbox.notes WHERE k > 100");
        ProgramResult limited = await _program.RunAsync("sql", "--write", "DELETE FROM sandbox.notes", "--limit", "1");
        ProgramResult dropped = await _program.RunAsync("sql", "--write", "DROP TABLE sandbox.notes");
        ProgramResult field = await _program.RunAsync("sql", "--write", "UPDATE sandbox.notes SET v.a = 'b'");
        ProgramResult read = await _program.RunAsync("sql", "--write", "SELECT v FROM sandbox.notes WHERE k = 1", "--format", "csv");

        Assert.Equal(ExitCodes.WrongUsage, refused.ExitCode);
        Assert.Contains("Add --write", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE AS SELECT", created.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), (updated[0].GetProperty("rows_updated").GetInt32(),
            updated[0].GetProperty("version").GetInt32(), updated[0].GetProperty("rows_deleted").GetInt32()));
        Assert.Contains("Nothing had to change", nothing.Output + nothing.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.WrongUsage, limited.ExitCode);
        Assert.Contains("its history would be gone", dropped.Errors, StringComparison.Ordinal);
        Assert.Contains("v is of type string", field.Errors, StringComparison.Ordinal);
        Assert.Equal("v\r\nb\r\n", read.Output);
    }

    [Fact]
    public async Task Tables_are_altered_and_maintained_where_writing_is_allowed_and_described_without()
    {
        await _program.RunAsync("sql", "--write", "CREATE TABLE sandbox.altered (k BIGINT GENERATED ALWAYS AS IDENTITY, v STRING) TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");
        await _program.RunAsync("sql", "--write", "INSERT INTO sandbox.altered (v) VALUES ('a')");
        ProgramResult refused = await _program.RunAsync("sql", "ALTER TABLE sandbox.altered DROP COLUMN v");
        JsonElement added = (await _program.RunAsync("sql", "--write", "ALTER TABLE sandbox.altered ADD COLUMN note STRING COMMENT 'why'", "--format", "json")).Json;
        ProgramResult renamed = await _program.RunAsync("sql", "--write", "ALTER TABLE sandbox.altered RENAME COLUMN v TO w");
        ProgramResult nothing = await _program.RunAsync("sql", "--write", "ALTER TABLE sandbox.altered DROP COLUMN IF EXISTS v");
        ProgramResult wrong = await _program.RunAsync("sql", "--write", "ALTER TABLE sandbox.altered\n RENAME w TO x");
        JsonElement optimized = (await _program.RunAsync("sql", "--write", "OPTIMIZE sandbox.altered", "--format", "json")).Json;
        ProgramResult dry = await _program.RunAsync("sql", "--write", "VACUUM sandbox.altered DRY RUN");
        JsonElement restored = (await _program.RunAsync("sql", "--write", "RESTORE TABLE sandbox.altered TO VERSION AS OF 1", "--format", "json")).Json;
        ProgramResult history = await _program.RunAsync("sql", "DESCRIBE HISTORY sandbox.altered LIMIT 2", "--format", "csv");
        JsonElement detail = (await _program.RunAsync("sql", "DESCRIBE DETAIL sandbox.altered", "--format", "json")).Json;
        ProgramResult properties = await _program.RunAsync("sql", "--write", "SHOW TBLPROPERTIES sandbox.altered ('delta.columnMapping.mode')", "--format", "csv");

        Assert.Equal(ExitCodes.WrongUsage, refused.ExitCode);
        Assert.Contains("Add --write", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(["table", "operation", "version", "committed"], added[0].EnumerateObject().Select(static member => member.Name));
        Assert.Equal(("ADD COLUMNS", 2), (added[0].GetProperty("operation").GetString(), added[0].GetProperty("version").GetInt32()));
        Assert.Contains("RENAME COLUMN", renamed.Output, StringComparison.Ordinal);
        Assert.Contains("stays at version 3", nothing.Output + nothing.Errors, StringComparison.Ordinal);
        Assert.Contains("line 2, column 9: COLUMN was expected", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal(0, optimized[0].GetProperty("numFilesAdded").GetInt32());
        Assert.Contains("Nothing was deleted", dry.Output + dry.Errors, StringComparison.Ordinal);
        Assert.Equal(1, restored[0].GetProperty("num_of_files_after_restore").GetInt32());
        Assert.StartsWith("version,timestamp,operation,operationParameters,", history.Output, StringComparison.Ordinal);
        Assert.Contains(",RESTORE,", history.Output, StringComparison.Ordinal);
        Assert.Equal(1, detail[0].GetProperty("numRows").GetInt32());
        Assert.Equal("key,value\r\ndelta.columnMapping.mode,name\r\n", properties.Output);
    }

    [Fact]
    public async Task A_struct_is_shown_to_people_as_JSON()
    {
        ProgramResult shown = await _program.RunAsync("sql", "SELECT {'a': 1, 'b': {'c': 'x', 'd': [1, NULL]}} AS s");

        Assert.Contains("{\"a\":1,\"b\":{\"c\":\"x\",\"d\":[1,null]}}", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_is_whole_with_a_line_of_names()
    {
        ProgramResult result = await _program.RunAsync("sql", "SELECT range AS n FROM range(1000)", "--format", "csv");

        string[] lines = result.Output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("n", lines[0]);
        Assert.Equal(1001, lines.Length);
    }

    [Fact]
    public async Task A_table_for_people_is_bounded_and_says_how_many_rows_it_leaves_out()
    {
        ProgramResult bounded = await _program.RunAsync("sql", "SELECT range AS n FROM range(1500)");
        ProgramResult asked = await _program.RunAsync("sql", "SELECT range AS n FROM range(1500)", "--limit", "3");
        ProgramResult whole = await _program.RunAsync("sql", "SELECT range AS n FROM range(5)");

        Assert.Equal(202, Lines(bounded.Output).Length);
        Assert.Contains("1,300 more rows are not shown", bounded.Output, StringComparison.Ordinal);
        Assert.Contains("There are more rows", asked.Output, StringComparison.Ordinal);
        Assert.Equal(6, Lines(whole.Output).Length);
        Assert.DoesNotContain('\u001b', bounded.Output);
    }

    [Fact]
    public async Task The_statement_may_be_piped_in_or_lie_in_a_file()
    {
        _program.WithFile("report.sql", "SELECT 'from a file' AS origin");
        ProgramResult piped = await _program.RunAsync("SELECT 'piped' AS origin", TestContext.Current.CancellationToken, "sql");
        ProgramResult dash = await _program.RunAsync("SELECT 'dashed' AS origin", TestContext.Current.CancellationToken, "sql", "-");
        ProgramResult file = await _program.RunAsync("sql", "--file", Path.Combine(_program.Folder, "report.sql"));
        ProgramResult none = await _program.RunAsync("sql");

        Assert.Contains("piped", piped.Output, StringComparison.Ordinal);
        Assert.Contains("dashed", dash.Output, StringComparison.Ordinal);
        Assert.Contains("from a file", file.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.WrongUsage, none.ExitCode);
    }

    [Theory]
    [InlineData("rows.csv")]
    [InlineData("rows.json")]
    [InlineData("rows.arrow")]
    public async Task Rows_may_be_written_to_a_file_which_appears_when_it_is_whole(string name)
    {
        string path = Path.Combine(_program.Folder, name);
        ProgramResult result = await _program.RunAsync("sql", "FROM silver.bars", "--output", path);
        ProgramResult broken = await _program.RunAsync("sql", "SELECT error('no') FROM silver.bars", "--output", path + ".2.csv");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("3 rows are in", result.Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(path).Length > 0);
        Assert.Equal(1, broken.ExitCode);
        Assert.Empty(Directory.GetFiles(_program.Folder, "*.unfinished"));
        Assert.False(File.Exists(path + ".2.csv"));
    }

    [Fact]
    public async Task Known_at_reads_a_table_as_it_was()
    {
        using TestProgram program = TestProgram.WithBars();
        await program.RunAsync("materialize", "silver/bars");
        program.WithModel("silver/bars.sql", "SELECT 'ZZZ' AS symbol, 1::DECIMAL(18,4) AS close");
        await program.RunAsync("materialize", "silver/bars");

        Assert.Equal(1, (await program.RunAsync("sql", "FROM silver.bars", "--format", "json")).Json.GetArrayLength());
        Assert.Equal(3, (await program.RunAsync("sql", "FROM silver.bars", "--known-at", "0", "--format", "json")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData("SELECT * FROM silver.barz", "silver.bars")]
    [InlineData("SELECT FROM WHERE", "line 1")]
    [InlineData("DROP TABLE silver.bars", "DROP")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", "read_csv")]
    [InlineData("SELECT * FROM silver.bars AT (VERSION => 4711)", "4711")]
    public async Task Bad_sql_is_told_on_standard_error_with_exit_code_1(string sql, string hint)
    {
        ProgramResult result = await _program.RunAsync("sql", sql, "--format", "json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains(hint, result.Errors, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A lake with the bars and their mean, made once for the tests that only look.</summary>
public sealed class MadeLake : IAsyncLifetime
{
    public TestProgram Program { get; } = TestProgram.WithBars();

    public async ValueTask InitializeAsync()
    {
        ProgramResult made = await Program.RunAsync("materialize", "*");
        Assert.True(made.ExitCode == 0, made.Errors);
    }

    public ValueTask DisposeAsync()
    {
        Program.Dispose();
        return ValueTask.CompletedTask;
    }
}
