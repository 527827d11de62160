using System.Net.Sockets;
using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>The commands, as a user types them, on a finished demo lake.</summary>
[Collection(DemoLakeCollection.Name)]
public sealed class CommandTests(DemoLake demo)
{
    [Fact]
    public async Task Sql_prints_one_json_array_with_decimals_as_strings()
    {
        ProgramResult result = await RunAsync(
            "sql", "SELECT symbol, session_date, close, volume FROM silver.daily_bars WHERE symbol = 'SPX' ORDER BY session_date LIMIT 1", "--format", "json");

        Assert.Equal("", result.Errors);
        JsonElement row = JsonDocument.Parse(result.Output).RootElement[0];
        Assert.Equal("SPX", row.GetProperty("symbol").GetString());
        Assert.Equal("2000-01-03", row.GetProperty("session_date").GetString());
        Assert.Equal("1455.219971", row.GetProperty("close").GetString());
        Assert.Equal(931_800_000, row.GetProperty("volume").GetInt64());
    }

    [Theory]
    [InlineData("SELECT * FROM silver.daily_barz", "silver.daily_bar")]
    [InlineData("SELECT FROM WHERE", "line 1")]
    [InlineData("DROP TABLE silver.daily_bars", "DROP")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", "read_csv")]
    [InlineData("SELECT * FROM silver.daily_bars AT (VERSION => 4711)", "4711")]
    public async Task Bad_sql_is_told_on_standard_error_with_exit_code_1(string sql, string hint)
    {
        ProgramResult result = await RunAsync("sql", sql);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains(hint, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("table", "nonsense")]
    [InlineData("up", "--port", "many")]
    public async Task Wrong_usage_has_exit_code_2(params string[] arguments) =>
        Assert.Equal(2, (await RunAsync(arguments)).ExitCode);

    [Theory]
    [InlineData("assets", "list")]
    [InlineData("runs", "list")]
    [InlineData("schedules", "list")]
    [InlineData("table", "list")]
    [InlineData("table", "show", "silver.daily_bars")]
    [InlineData("table", "history", "silver/daily_bars")]
    [InlineData("table", "files", "gold.daily_prices")]
    [InlineData("assets", "show", "gold/daily_prices")]
    [InlineData("assets", "graph")]
    [InlineData("validate")]
    [InlineData("doctor")]
    public async Task A_command_works_for_people_and_prints_nothing_but_json_when_asked(params string[] arguments)
    {
        ProgramResult plain = await RunAsync(arguments);
        ProgramResult json = await RunAsync([.. arguments, "--format", "json"]);

        Assert.True(plain.ExitCode == 0, plain.Errors);
        Assert.NotEmpty(plain.Output.Trim());
        Assert.DoesNotContain('\u001b', plain.Output);
        Assert.True(json.ExitCode == 0, json.Errors);
        Assert.True(JsonDocument.Parse(json.Output).RootElement.ValueKind is JsonValueKind.Array or JsonValueKind.Object);
    }

    [Fact]
    public async Task An_unknown_asset_is_an_error_that_names_the_nearest_one()
    {
        ProgramResult result = await RunAsync("materialize", "gold/daily_price");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("gold/daily_prices", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_leads_back_to_its_run_and_its_inputs()
    {
        ProgramResult history = await RunAsync("table", "history", "gold.daily_prices", "--format", "json");

        JsonElement commit = JsonDocument.Parse(history.Output).RootElement[0];
        JsonElement lineage = JsonDocument.Parse(commit.GetProperty("userMetadata").GetString()!).RootElement;
        Assert.Equal("gold/daily_prices", lineage.GetProperty("asset").GetString());
        Assert.NotEmpty(lineage.GetProperty("runId").GetString()!);
        Assert.True(lineage.GetProperty("inputs").TryGetProperty("silver.daily_bars", out _));
        ProgramResult run = await RunAsync("runs", "show", lineage.GetProperty("runId").GetString()!);
        Assert.True(run.ExitCode == 0, run.Errors);
    }

    [Fact]
    public async Task An_occupied_port_is_a_clear_error()
    {
        using TcpListener other = new(System.Net.IPAddress.Loopback, 0);
        other.Start();
        string port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        using TemporaryFolder folder = new();
        ProgramResult result = await WallstreetProgram.RunAsync(
            folder["lake"], ["up", "--port", port], TestContext.Current.CancellationToken);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(port, result.Errors, StringComparison.Ordinal);
        Assert.Contains("--port", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_location_that_is_no_lake_is_an_error_that_says_so()
    {
        using TemporaryFolder folder = new();
        ProgramResult result = await RunAsync("table", "show", folder.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(folder.Path, result.Errors, StringComparison.Ordinal);
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) =>
        WallstreetProgram.RunAsync(demo.Location, arguments, TestContext.Current.CancellationToken);
}
