using System.Globalization;
using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>A lake in a bucket of a real S3 server: the same program, nothing else changed.</summary>
public sealed class S3LakeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);

    // What remote lakes keep on this machine lies below the current folder of the program.
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demo_is_built_found_again_read_and_finished_after_kills_with_the_same_facts()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        S3Server server = await S3Server.GetAsync(cancellation);
        string bucket = await server.CreateBucketAsync(cancellation);
        string lake = $"s3://{bucket}/some/prefix";

        TimeSpan duration = await BuildAsync(server, lake, cancellation);
        string expected = await DoAsync(server, lake, cancellation, "sql", KillTests.Facts, "--format", "csv");
        string runs = await DoAsync(server, lake, cancellation, "runs", "list", "--format", "json");

        await using (WallstreetProgram second = await UpAsync(server, lake, cancellation))
        {
            await second.ReadyAsync(TimeSpan.FromSeconds(60), cancellation);
            Assert.DoesNotContain("Building", second.Output, StringComparison.Ordinal);
            using HttpClient http = new() { BaseAddress = second.Address };
            string preview = await http.GetStringAsync("/api/tables/silver.daily_bars/preview?limit=5", cancellation);
            Assert.Contains("session_date", preview, StringComparison.Ordinal);
        }

        Assert.Equal(runs, await DoAsync(server, lake, cancellation, "runs", "list", "--format", "json"));
        Assert.Contains("silver.daily_bars", await DoAsync(server, lake, cancellation, "table", "list"), StringComparison.Ordinal);
        Assert.Contains("WRITE", await DoAsync(server, lake, cancellation, "table", "history", "gold.daily_prices"), StringComparison.Ordinal);
        Assert.Contains("1455.219971", await DoAsync(
            server, lake, cancellation, "sql", "SELECT close FROM silver.daily_bars WHERE symbol = 'SPX' ORDER BY session_date LIMIT 1"), StringComparison.Ordinal);

        string killed = $"s3://{bucket}/killed";
        // Another lake of the same project knows nothing of these runs.
        Assert.Equal("[]", (await DoAsync(server, killed, cancellation, "runs", "list", "--format", "json")).Trim());
        foreach (double share in (double[])[0.2, 0.45, 0.7])
        {
            await using WallstreetProgram program = await UpAsync(server, killed, cancellation);
            await Task.Delay(duration * share, cancellation);
            await program.KillAsync();
        }

        await BuildAsync(server, killed, cancellation);
        Assert.Equal(expected, await DoAsync(server, killed, cancellation, "sql", KillTests.Facts, "--format", "csv"));
        using JsonDocument story = JsonDocument.Parse(await DoAsync(server, killed, cancellation, "runs", "list", "--format", "json"));
        Assert.Contains(story.RootElement.EnumerateArray(), run => run.GetProperty("status").GetString() == "interrupted");
        Assert.DoesNotContain(story.RootElement.EnumerateArray(), run => run.GetProperty("status").GetString() == "running");
    }

    [Theory]
    [InlineData("WALLSTREET__STORAGE__S3__ACCESSKEYREF", "Storage:S3:AccessKeyRef")]
    [InlineData("WALLSTREET__STORAGE__S3__SECRETKEYREF", "Storage:S3:SecretKeyRef")]
    public async Task A_wrong_key_is_an_error_that_says_which_and_never_shows_it(string setting, string told)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        S3Server server = await S3Server.GetAsync(cancellation);
        string lake = $"s3://{await server.CreateBucketAsync(cancellation)}/lake";
        string wrong = _folder.WriteFile("wrong", "wrong-key-4711"u8);
        Dictionary<string, string> environment = new(server.Environment) { [setting] = "file:" + wrong };

        foreach (string[] command in (string[][])[["up", "--port", "0"], ["table", "list"], ["sql", "SELECT * FROM silver.daily_bars"]])
        {
            ProgramResult result = await WallstreetProgram.RunAsync(lake, command, cancellation, environment, _folder.Path);
            Assert.True(result.ExitCode == 1, $"{command[0]}: {result.ExitCode} {result.Errors}");
            Assert.Contains(told, result.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong-key-4711", result.Errors + result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", result.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_missing_bucket_is_an_error_that_names_it()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        S3Server server = await S3Server.GetAsync(cancellation);

        foreach (string[] command in (string[][])[["up", "--port", "0"], ["table", "list"]])
        {
            ProgramResult result = await WallstreetProgram.RunAsync("s3://no-such-bucket/lake", command, cancellation, server.Environment, _folder.Path);
            Assert.True(result.ExitCode == 1, $"{command[0]}: {result.ExitCode} {result.Errors}");
            Assert.Contains("There is no bucket 'no-such-bucket'", result.Errors, StringComparison.Ordinal);
            Assert.Contains("Create it", result.Errors, StringComparison.Ordinal);
        }
    }

    private async Task<TimeSpan> BuildAsync(S3Server server, string lake, CancellationToken cancellation)
    {
        long start = TimeProvider.System.GetTimestamp();
        await using WallstreetProgram program = await UpAsync(server, lake, cancellation);
        await program.ReadyAsync(Patience, cancellation);
        Assert.DoesNotContain("failed", program.Output, StringComparison.Ordinal);
        return TimeProvider.System.GetElapsedTime(start);
    }

    private Task<WallstreetProgram> UpAsync(S3Server server, string lake, CancellationToken cancellation) =>
        WallstreetProgram.UpAsync(lake, cancellation, environment: server.Environment, folder: _folder.Path);

    private async Task<string> DoAsync(S3Server server, string lake, CancellationToken cancellation, params string[] arguments)
    {
        ProgramResult result = await WallstreetProgram.RunAsync(lake, arguments, cancellation, server.Environment, _folder.Path);
        Assert.True(result.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"{arguments[0]}: {result.ExitCode}\n{result.Errors}"));
        return result.Output;
    }
}
