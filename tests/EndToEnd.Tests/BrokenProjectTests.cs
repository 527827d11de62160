using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>Projects with errors: each is told with its place, and what is sound is served.</summary>
public sealed class BrokenProjectTests
{
    [Fact]
    public async Task Assets_made_from_each_other_are_told_as_a_circle()
    {
        using SmallProject project = new();
        project.Write("models/tiny/numbers.sql", "SELECT rows AS id FROM tiny.total\n");

        string told = await project.FailAsync("validate");
        string refused = await project.FailAsync("materialize", "tiny/total");

        foreach (string said in (string[])[told, refused])
        {
            Assert.Contains("circle", said, StringComparison.Ordinal);
            Assert.Contains("tiny/numbers -> tiny/total", said, StringComparison.Ordinal);
            Assert.Contains("Remove one", said, StringComparison.Ordinal);
        }

        Assert.Contains("models/tiny/", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_upstream_is_told_with_the_file_and_the_nearest_name()
    {
        using SmallProject project = new();
        project.Write("models/tiny/total.sql", "SELECT count(*) AS rows FROM tiny.number\n");

        string told = await project.FailAsync("validate");

        Assert.Contains("models/tiny/total.sql", told, StringComparison.Ordinal);
        Assert.Contains("\"tiny/number\", which does not exist", told, StringComparison.Ordinal);
        Assert.Contains("tiny/numbers", told, StringComparison.Ordinal);
        Assert.Contains("tiny/number", await project.FailAsync("materialize", "tiny/total"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_sql_and_yaml_are_told_with_file_and_line_and_the_sound_rest_is_served()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using SmallProject project = new();
        project.Write("models/tiny/total.sql", "SELECT count(*)\nFROM WHERE id > 1\n");
        project.Write("models/tiny/later.sql", "SELECT * FROM tiny.total\n");
        project.Write("insight/torn.yaml", "title: Torn\ntiles:\n  - title: [\n");

        string told = await project.FailAsync("validate");
        Assert.Contains("models/tiny/total.sql(2,", told, StringComparison.Ordinal);
        Assert.Contains("insight/torn.yaml(", told, StringComparison.Ordinal);

        await using WallstreetProgram program = await project.UpAsync();
        await program.ReadyAsync(TimeSpan.FromSeconds(60), cancellation);
        using HttpClient http = new();
        using JsonDocument status = JsonDocument.Parse(await http.GetStringAsync(new Uri(program.Address, "/api/status"), cancellation));
        string problems = status.RootElement.GetProperty("problems").ToString();
        Assert.Contains("models/tiny/total.sql(2,", problems, StringComparison.Ordinal);
        Assert.Contains("insight/torn.yaml(", problems, StringComparison.Ordinal);
        Assert.Contains("models/tiny/total.sql(2,", program.Errors, StringComparison.Ordinal);

        string assets = await http.GetStringAsync(new Uri(program.Address, "/api/assets"), cancellation);
        Assert.Contains("\"tiny/numbers\"", assets, StringComparison.Ordinal);
        Assert.Contains("\"gold/daily_prices\"", assets, StringComparison.Ordinal);
        Assert.DoesNotContain("\"tiny/total\"", assets, StringComparison.Ordinal);
        Assert.DoesNotContain("\"tiny/later\"", assets, StringComparison.Ordinal);
        string dashboards = await http.GetStringAsync(new Uri(program.Address, "/api/dashboards"), cancellation);
        Assert.Contains("insight/torn.yaml", dashboards, StringComparison.Ordinal);
        Assert.Contains("models/tiny/total.sql(2,", await project.FailAsync("materialize", "tiny/numbers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_asset_is_told_with_the_nearest_one()
    {
        using SmallProject project = new();

        Assert.Contains("tiny/numbers", await project.FailAsync("materialize", "tiny/numberz"), StringComparison.Ordinal);
    }
}
