using System.Text;

namespace EndToEnd.Tests;

/// <summary>Lakes that lost something: the error names it, and whatever can go on does.</summary>
public sealed class DamagedLakeTests : IAsyncLifetime
{
    private const string Question = "SELECT sum(id) AS total FROM tiny.numbers";

    private readonly SmallProject _project = new();

    public async ValueTask InitializeAsync()
    {
        await _project.DoAsync("materialize", "tiny/numbers");
        await _project.DoAsync("materialize", "tiny/numbers");
        await _project.DoAsync("materialize", "tiny/numbers");
    }

    public ValueTask DisposeAsync()
    {
        _project.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_truncated_or_missing_file_of_a_table_is_named_and_a_new_materialization_mends_it()
    {
        string file = NewestDataFile();
        string name = Path.GetFileName(file);

        using (FileStream stream = File.OpenWrite(file))
        {
            stream.SetLength(stream.Length / 2);
        }

        string truncated = await _project.FailAsync("sql", Question);
        Assert.Contains(name, truncated, StringComparison.Ordinal);
        Assert.Contains("truncated or damaged", truncated, StringComparison.Ordinal);
        Assert.Contains("materialize the asset again", truncated, StringComparison.Ordinal);

        File.Delete(file);
        string missing = await _project.FailAsync("sql", Question);
        Assert.Contains($"{name} is missing", missing, StringComparison.Ordinal);
        Assert.Contains($"{name} is missing", await _project.FailAsync("materialize", "tiny/total"), StringComparison.Ordinal);
        Assert.Contains(name, await _project.FailAsync("table", "verify", "tiny.numbers"), StringComparison.Ordinal);

        await _project.DoAsync("materialize", "tiny/numbers");
        Assert.Contains("499500", await _project.DoAsync("sql", Question, "--format", "json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gap_in_a_log_is_an_error_that_names_table_and_version()
    {
        File.Delete(LogFile("00000000000000000001.json"));

        foreach (string[] command in (string[][])[["sql", Question], ["table", "show", "tiny.numbers"], ["materialize", "tiny/numbers"]])
        {
            string said = await _project.FailAsync(command);
            Assert.Contains("jumps from version 0 to 2", said, StringComparison.Ordinal);
            Assert.Contains("00000000000000000001.json", said, StringComparison.Ordinal);
            Assert.Contains("tiny/numbers", said, StringComparison.Ordinal);
            Assert.Contains("Restore", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_corrupt_note_of_the_last_checkpoint_is_only_a_lost_hint()
    {
        File.WriteAllText(LogFile("_last_checkpoint"), "{\"version\": 9999, \"siz");

        Assert.Contains("499500", await _project.DoAsync("sql", Question, "--format", "json"), StringComparison.Ordinal);
        await _project.DoAsync("materialize", "tiny/numbers");
        Assert.Contains("499500", await _project.DoAsync("sql", Question, "--format", "json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_or_time_that_does_not_exist_is_told_with_those_that_do()
    {
        string version = await _project.FailAsync("sql", "SELECT * FROM tiny.numbers AT (VERSION => 77)");
        Assert.Contains("no version 77; versions 0 to 2 can be read", version, StringComparison.Ordinal);
        Assert.Contains("tiny/numbers", version, StringComparison.Ordinal);

        string time = await _project.FailAsync("sql", "SELECT * FROM tiny.numbers AT (TIMESTAMP => '2001-01-01')");
        Assert.Contains("nothing at 2001-01-01", time, StringComparison.Ordinal);
        Assert.Contains("tiny/numbers", time, StringComparison.Ordinal);

        Assert.Contains("77", await _project.FailAsync("sql", Question, "--known-at", "77"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrupt_metadata_store_is_named_and_the_tables_stay_readable()
    {
        string store = Path.Join(_project.Lake, ".wallstreet", "metadata.db");
        File.Delete(store + "-wal");
        await using (FileStream file = File.OpenWrite(store))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 8192)), TestContext.Current.CancellationToken);
        }

        foreach (string[] command in (string[][])[["runs", "list"], ["up", "--port", "0", "--no-demo"], ["materialize", "tiny/numbers"]])
        {
            string said = await _project.FailAsync(command);
            Assert.Contains(store, said, StringComparison.Ordinal);
            Assert.Contains("damaged", said, StringComparison.Ordinal);
            Assert.Contains("Restore it from a backup", said, StringComparison.Ordinal);
        }

        Assert.Contains("499500", await _project.DoAsync("sql", Question, "--format", "json"), StringComparison.Ordinal);
    }

    private string LogFile(string name) => Path.Join(_project.Lake, "tiny/numbers/_delta_log", name);

    private string NewestDataFile() => Directory
        .EnumerateFiles(Path.Join(_project.Lake, "tiny/numbers"), "*.parquet")
        .OrderBy(File.GetLastWriteTimeUtc)
        .Last();
}
