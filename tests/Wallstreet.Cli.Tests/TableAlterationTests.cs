using System.Text.Json;

namespace Wallstreet.Cli.Tests;

/// <summary>Tables changed on the command line: columns, constraints, properties, features.</summary>
public sealed class TableAlterationTests(MadeLake lake) : IClassFixture<MadeLake>
{
    private readonly TestProgram _program = lake.Program;

    private async Task<JsonElement> OkAsync(params string[] arguments)
    {
        ProgramResult result = await _program.RunAsync(["table", .. arguments, "--format", "json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Json;
    }

    private async Task<string> RefusedAsync(params string[] arguments)
    {
        ProgramResult result = await _program.RunAsync(["table", .. arguments]);
        Assert.Equal(1, result.ExitCode);
        return result.Errors;
    }

    [Fact]
    public async Task A_table_is_changed_in_all_its_ways_and_says_so()
    {
        const string Table = "silver.bars";
        long version = (await OkAsync("columns", Table, "add", "note", "string", "--comment", "why", "--after", "symbol")).GetProperty("version").GetInt64();
        Assert.Equal(
            ["symbol", "note", "close"],
            (await OkAsync("columns", Table)).EnumerateArray().Select(static column => column.GetProperty("name").GetString()!));
        Assert.Contains("delta.columnMapping.mode", await RefusedAsync("columns", Table, "rename", "note", "remark"), StringComparison.Ordinal);
        await OkAsync("properties", Table, "set", "delta.columnMapping.mode=name", "delta.enableTypeWidening=true", "owner=a = b");
        await OkAsync("columns", Table, "rename", "note", "remark");
        await OkAsync("columns", Table, "move", "remark", "--first");
        await OkAsync("columns", Table, "type", "close", "decimal(20,4)");
        await OkAsync("columns", Table, "comment", "close", "the last price");
        await OkAsync("columns", Table, "forbid-nulls", "symbol");
        await OkAsync("columns", Table, "allow-nulls", "symbol");
        await OkAsync("columns", Table, "default", "remark", "'none'");
        await OkAsync("columns", Table, "drop", "remark");
        Assert.Equal("decimal(20,4)", (await OkAsync("columns", Table, "list"))[1].GetProperty("type").GetString());

        await OkAsync("constraints", Table, "add", "positive", "close > 0");
        Assert.Contains("positive", await RefusedAsync("constraints", Table, "add", "positive", "close > 1"), StringComparison.Ordinal);
        Assert.Contains("is broken", await RefusedAsync("constraints", Table, "add", "negative", "close < 0"), StringComparison.Ordinal);
        Assert.Contains("GETENV", await RefusedAsync("constraints", Table, "add", "evil", "getenv('HOME') = ''"), StringComparison.Ordinal);
        Assert.Equal("close > 0", (await OkAsync("constraints", Table))[0].GetProperty("expression").GetString());
        await OkAsync("constraints", Table, "drop", "POSITIVE");

        Assert.Contains("a = b", (await OkAsync("properties", Table)).GetRawText(), StringComparison.Ordinal);
        await OkAsync("properties", Table, "unset", "owner", "nothing", "--if-exists");
        Assert.Contains("delta.nonsense", await RefusedAsync("properties", Table, "set", "delta.nonsense=1"), StringComparison.Ordinal);
        Assert.Equal(2, (await _program.RunAsync("table", "properties", Table, "set", "nonsense")).ExitCode);

        await OkAsync("features", Table, "upgrade", "vacuumProtocolCheck");
        await OkAsync("features", Table, "drop", "vacuumProtocolCheck");
        Assert.Contains("columnMapping", (await OkAsync("features", Table)).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(version + 14, (await OkAsync("show", Table)).GetProperty("version").GetInt64());
        // What files make use of is written anew: the names of columns, and their types.
        await OkAsync("properties", Table, "set", "delta.columnMapping.mode=none", "owner=me");
        await OkAsync("features", Table, "drop", "columnMapping");
        await OkAsync("features", Table, "drop", "typeWidening");
        string features = (await OkAsync("features", Table)).GetRawText();
        Assert.DoesNotContain("columnMapping", features, StringComparison.Ordinal);
        Assert.Contains("checkpointProtection", features, StringComparison.Ordinal);
        Assert.Contains("1.00:00:00", await RefusedAsync("features", Table, "drop", "checkpointProtection", "--truncate-history"), StringComparison.Ordinal);
        Assert.Equal(3, (await _program.RunAsync("sql", $"SELECT * FROM {Table}", "--format", "json")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Columns_to_lay_a_table_out_by_are_named_with_points_and_backquotes()
    {
        string table = Path.Combine(_program.Lake, "laid_out");
        await SqlAsync($"CREATE TABLE \"{table}\" TBLPROPERTIES ('delta.columnMapping.mode' = 'name') AS SELECT i AS \"a,b\", {{'c': 9 - i}} AS s FROM range(10) r(i)");

        Assert.Equal(1, (await OkAsync("optimize", table, "--zorder", "`a,b`, s.c")).GetProperty("filesAdded").GetInt32());
        Assert.Equal("""["a,b","s.c"]""", (await OkAsync("history", table))[0].GetProperty("parameters").GetProperty("zOrderBy").GetString());
        Assert.Contains("no column 's.d'", await RefusedAsync("optimize", table, "--zorder", "s.d"), StringComparison.Ordinal);
        Assert.Contains("does not end", await RefusedAsync("optimize", table, "--zorder", "`a,b"), StringComparison.Ordinal);
        JsonElement clustered = await OkAsync("cluster", table, "--by", "s.c");
        Assert.True(clustered.GetProperty("changed").GetBoolean());
        Assert.Equal("s.c", Assert.Single((await OkAsync("show", table)).GetProperty("clusteredBy").EnumerateArray().ToArray()).GetString());
        Assert.Equal(2, (await _program.RunAsync("table", "optimize", table, "--purge", "--zorder", "s.c")).ExitCode);
        Assert.Equal(2, (await _program.RunAsync("table", "cluster", table, "--by", "s.c", "--none")).ExitCode);

        async Task SqlAsync(string sql) => Assert.Equal(0, (await _program.RunAsync("sql", "--write", sql)).ExitCode);
    }
}
