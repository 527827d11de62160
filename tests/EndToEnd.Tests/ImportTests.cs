using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>The command import in its three modes, as a user types it.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task Files_are_appended_merged_and_overwritten_and_what_is_no_row_is_found_by_sql()
    {
        using SmallProject project = new();
        IEnumerable<string> days = Enumerable.Range(3, 25).Select(day => FormattableString.Invariant($"AAA,2024-01-{day:00},{day}.5"));
        string first = Save(project, "first.csv", ["AAA,2024-01-01,10.50", "BBB,2024-01-01,20.25", "CCC,not-a-date,1", "BBB,2024-01-02,x;y", .. days]);
        string second = Save(project, "second.csv", ["DDD,2024-01-01,1.25"]);
        string changes = Save(project, "changes.csv", ["AAA,2024-01-01,99.75", "EEE,2024-01-01,5.00"]);

        await project.DoAsync("import", first, "--table", "raw.prices");
        Assert.Equal(27, await CountAsync(project, "raw.prices"));
        string quarantine = await project.DoAsync("sql", "SELECT source_file, line, reason, raw FROM raw.prices_quarantine ORDER BY line", "--format", "json");
        using (JsonDocument refused = JsonDocument.Parse(quarantine))
        {
            Assert.Equal([4, 5], refused.RootElement.EnumerateArray().Select(row => row.GetProperty("line").GetInt32()));
            Assert.Contains("not-a-date", refused.RootElement[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.Equal("BBB,2024-01-02,x;y", refused.RootElement[1].GetProperty("raw").GetString());
            Assert.Contains("first.csv", refused.RootElement[1].GetProperty("source_file").GetString(), StringComparison.Ordinal);
        }

        await project.DoAsync("import", second, "--table", "raw.prices", "--mode", "append");
        Assert.Equal(28, await CountAsync(project, "raw.prices"));
        Assert.Contains("is in raw.prices already", await project.FailAsync("import", second, "--table", "raw.prices"), StringComparison.Ordinal);
        Assert.Equal(28, await CountAsync(project, "raw.prices"));

        await project.DoAsync("import", changes, "--table", "raw.prices", "--mode", "merge", "--key", "symbol,session_date");
        Assert.Equal(29, await CountAsync(project, "raw.prices"));
        Assert.Contains("99.75", await project.DoAsync(
            "sql", "SELECT close FROM raw.prices WHERE symbol = 'AAA' AND session_date = DATE '2024-01-01'", "--format", "json"), StringComparison.Ordinal);

        await project.DoAsync("import", changes, "--table", "raw.prices", "--mode", "overwrite");
        Assert.Equal(2, await CountAsync(project, "raw.prices"));
        // The rows before are a version away.
        Assert.Contains("29", await project.DoAsync("sql", "SELECT count(*) AS n FROM raw.prices AT (VERSION => 2)", "--format", "csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_absent_is_named_and_a_merge_without_a_key_is_wrong_usage()
    {
        using SmallProject project = new();
        string file = Save(project, "a.csv", ["AAA,2024-01-01,1.25"]);

        Assert.Contains("nowhere.csv", await project.FailAsync("import", project["nowhere.csv"], "--table", "raw.prices"), StringComparison.Ordinal);
        Assert.Equal(2, (await project.RunAsync("import", file, "--table", "raw.prices", "--mode", "merge")).ExitCode);
    }

    private static string Save(SmallProject project, string name, IEnumerable<string> rows)
    {
        string path = project[name];
        File.WriteAllLines(path, ["symbol,session_date,close", .. rows]);
        return path;
    }

    private static async Task<int> CountAsync(SmallProject project, string table)
    {
        using JsonDocument rows = JsonDocument.Parse(await project.DoAsync("sql", $"SELECT count(*) AS n FROM {table}", "--format", "json"));
        return rows.RootElement[0].GetProperty("n").GetInt32();
    }
}
