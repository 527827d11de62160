using System.Text.Json;
using TestKit;

namespace Wallstreet.Cli.Tests;

public sealed class TableTests(MadeLake lake) : IClassFixture<MadeLake>
{
    private readonly TestProgram _program = lake.Program;

    [Fact]
    public async Task Tables_are_listed_with_versions_and_sizes()
    {
        JsonElement tables = (await _program.RunAsync("table", "list", "--format", "json")).Json;
        ProgramResult plain = await _program.RunAsync("table", "list");

        Assert.Equal(["gold.mean", "silver.bars"], tables.EnumerateArray().Select(static t => t.GetProperty("name").GetString()!).Order());
        JsonElement bars = tables.EnumerateArray().Single(static t => t.GetProperty("name").GetString() == "silver.bars");
        Assert.Equal(3, bars.GetProperty("rows").GetInt64());
        Assert.True(bars.GetProperty("sizeBytes").GetInt64() > 0);
        Assert.Contains("silver.bars", plain.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("silver.bars")]
    [InlineData("silver/bars")]
    [InlineData(null)]
    public async Task A_table_is_named_by_key_by_dotted_name_or_by_location(string? name)
    {
        JsonElement table = (await _program.RunAsync("table", "show", name ?? Path.Combine(_program.Lake, "silver/bars"), "--format", "json")).Json;

        Assert.Equal(3, table.GetProperty("rows").GetInt64());
        JsonElement[] columns = [.. table.GetProperty("schema").EnumerateArray()];
        Assert.Equal(["symbol", "close"], columns.Select(static c => c.GetProperty("name").GetString()!));
        Assert.Equal("decimal(18,4)", columns[1].GetProperty("type").GetString());
        Assert.Equal(1, table.GetProperty("protocol").GetProperty("minReaderVersion").GetInt32());
        Assert.Equal((0, 0), (table.GetProperty("deletedRows").GetInt64(), table.GetProperty("clusteredBy").GetArrayLength()));
        Assert.Equal([1, 0, 0, 0, 0], table.GetProperty("fileSizes").EnumerateArray().Select(static size => size.GetProperty("files").GetInt32()));
    }

    [Fact]
    public async Task A_table_for_people_shows_its_columns_below_its_facts()
    {
        ProgramResult result = await _program.RunAsync("table", "show", "silver.bars");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"(?m)^rows +3$", result.Output);
        Assert.Matches(@"(?m)^close +decimal\(18,4\) ", result.Output);
    }

    [Fact]
    public async Task A_commit_in_the_history_leads_back_to_its_run_and_its_inputs()
    {
        JsonElement commit = (await _program.RunAsync("table", "history", "gold.mean", "--format", "json")).Json[0];

        JsonElement lineage = JsonDocument.Parse(commit.GetProperty("userMetadata").GetString()!).RootElement;
        Assert.Equal("gold/mean", lineage.GetProperty("asset").GetString());
        Assert.True(lineage.GetProperty("inputs").TryGetProperty("silver.bars", out _));
        string run = lineage.GetProperty("runId").GetString()!;
        Assert.Equal(run, commit.GetProperty("run").GetString());
        Assert.Equal("succeeded", (await _program.RunAsync("runs", "show", run, "--format", "json")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Files_come_with_their_statistics()
    {
        JsonElement file = (await _program.RunAsync("table", "files", "silver.bars", "--format", "json")).Json[0];

        Assert.Equal(3, file.GetProperty("rows").GetInt64());
        Assert.Equal(3, file.GetProperty("statistics").GetProperty("numRecords").GetInt64());
        Assert.EndsWith(".parquet", file.GetProperty("path").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_does_not_exist_is_an_error_that_names_those_that_do()
    {
        ProgramResult result = await _program.RunAsync("table", "files", "silver.bars", "--version", "99");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("99", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_location_that_holds_no_table_is_an_error_that_names_it()
    {
        using TemporaryFolder folder = new();
        ProgramResult result = await _program.RunAsync("table", "show", folder.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(folder.Path, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_table_is_an_error_that_lists_those_there_are()
    {
        ProgramResult result = await _program.RunAsync("table", "history", "silver.barz");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("silver.bars", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_finds_a_missing_and_a_truncated_file_and_a_log_that_cannot_be_read()
    {
        using TestProgram program = TestProgram.WithBars();
        await program.RunAsync("materialize", "*");
        ProgramResult whole = await program.RunAsync("table", "verify", "silver.bars", "--data");
        Assert.Equal(0, whole.ExitCode);
        Assert.Contains("1 files, 0 deletion vectors, 3 rows; nothing is damaged.", whole.Output, StringComparison.Ordinal);

        File.Delete(Directory.GetFiles(Path.Combine(program.Lake, "silver/bars"), "*.parquet", SearchOption.AllDirectories).Single());
        string mean = Directory.GetFiles(Path.Combine(program.Lake, "gold/mean"), "*.parquet", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(mean, (await File.ReadAllBytesAsync(mean, TestContext.Current.CancellationToken))[..100], TestContext.Current.CancellationToken);

        ProgramResult found = await program.RunAsync("table", "verify", "silver.bars", "--format", "json");
        Assert.Equal(1, found.ExitCode);
        JsonElement missing = JsonDocument.Parse(found.Output).RootElement[0];
        ProgramResult truncated = await program.RunAsync("table", "verify", "gold.mean", "--data");
        Assert.Equal(("damage", "file"), (missing.GetProperty("severity").GetString(), missing.GetProperty("check").GetString()));
        Assert.Contains("It is missing.", missing.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, truncated.ExitCode);
        Assert.Contains("It has 100 bytes", truncated.Output, StringComparison.Ordinal);

        string log = Path.Combine(program.Lake, "gold/mean/_delta_log/00000000000000000000.json");
        await File.WriteAllTextAsync(log, "{ broken", TestContext.Current.CancellationToken);
        ProgramResult broken = await program.RunAsync("table", "verify", "gold.mean");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("is not a valid action", broken.Output, StringComparison.Ordinal);
        Assert.Contains("No version can be opened: 1 commits", broken.Output, StringComparison.Ordinal);
        ProgramResult shown = await program.RunAsync("table", "show", "gold.mean");
        Assert.Equal(1, shown.ExitCode);
        Assert.Matches(@"^wallstreet: Line 1 of \S+0\.json is not a valid action: [^|]+\. The log of the table at \S+/gold/mean/ is damaged: restore the file from a copy\.\s*\z", shown.Errors);
    }

    [Fact]
    public async Task A_file_that_is_none_is_told_in_the_words_of_users()
    {
        string folder = Path.Combine(_program.Lake, "junk");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "a.parquet"), "hi", TestContext.Current.CancellationToken);

        ProgramResult refused = await _program.RunAsync("table", "convert", folder);

        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith(
            "cannot become part of a table: Parquet file size is 2 bytes, smaller than the minimum file footer (8 bytes). Nothing was written. "
            + "Mend it, or move it away.",
            refused.Errors.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_are_shown_by_version_and_refused_where_they_were_not_recorded()
    {
        JsonElement changes = (await _program.RunAsync(
            "table", "changes", "silver/bars", "--from", "0", "--to", "0", "--infer", "--format", "json")).Json;
        ProgramResult refused = await _program.RunAsync("table", "changes", "silver.bars", "--from", "0");
        ProgramResult wrong = await _program.RunAsync("table", "changes", "silver.bars", "--from", "soon");

        Assert.Equal(3, changes.GetArrayLength());
        Assert.All(changes.EnumerateArray(), static row => Assert.Equal(
            ("insert", 0L), (row.GetProperty("_change_type").GetString(), row.GetProperty("_commit_version").GetInt64())));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--infer", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(2, wrong.ExitCode);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_does_not_hide_the_others()
    {
        using TestProgram program = TestProgram.WithBars();
        await program.RunAsync("materialize", "*");
        string log = Path.Combine(program.Lake, "gold/mean/_delta_log/00000000000000000000.json");
        await File.WriteAllTextAsync(log, "{ broken", TestContext.Current.CancellationToken);

        ProgramResult result = await program.RunAsync("table", "list");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("silver.bars", result.Output, StringComparison.Ordinal);
        Assert.Contains("gold.mean", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_lake_has_no_tables_and_says_how_to_make_some()
    {
        using TestProgram program = new();

        Assert.Contains("no table yet", (await program.RunAsync("table", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await program.RunAsync("table", "list", "--format", "json")).Json.GetArrayLength());
    }
}
