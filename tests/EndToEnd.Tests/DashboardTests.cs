using System.Net.Http.Json;
using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>Every tile of every shipped dashboard, rendered by the real program on the finished demo lake.</summary>
[Collection(DemoLakeCollection.Name)]
public sealed class DashboardTests(DemoLake demo) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = demo.Program.Address };

    public static TheoryData<string> Dashboards => [.. Directory
        .EnumerateFiles(Repository.PathOf("apps/MarketLake/insight"), "*.yaml")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Order(StringComparer.Ordinal)];

    public void Dispose() => _http.Dispose();

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task Every_tile_shows_something_now_and_at_an_earlier_moment_in_both_themes(string name)
    {
        JsonElement dashboard = await GetAsync($"/api/dashboards/{name}");
        JsonElement moments = dashboard.GetProperty("knownAt").GetProperty("versions");
        Assert.NotEqual(0, moments.GetArrayLength());
        // The newest moment is a time at which all that the dashboard reads was there, and not "now".
        string knownAt = moments.EnumerateArray().Max(moment => moment.GetProperty("timestamp").GetDateTimeOffset()).ToString("O");

        foreach (JsonElement tile in dashboard.GetProperty("layout").EnumerateArray())
        {
            string address = $"/api/dashboards/{name}/tiles/{tile.GetProperty("id").GetString()}";
            JsonElement now = await RenderAsync(address, new { theme = "dark" });
            JsonElement then = await RenderAsync(address, new { theme = "light", knownAt });

            AssertShowsSomething(address, now);
            AssertShowsSomething(address, then);
        }
    }

    [Fact]
    public async Task A_tile_at_a_moment_before_its_table_says_so()
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(
            "/api/dashboards/market-overview/tiles/close", new { knownAt = "2001-01-01T00:00:00Z" }, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("2001-01-01", text, StringComparison.Ordinal);
        Assert.Contains("has nothing at", text, StringComparison.Ordinal);
    }

    private static void AssertShowsSomething(string address, JsonElement tile)
    {
        Assert.False(tile.GetProperty("empty").GetBoolean(), $"{address} is empty: {tile}");
        Assert.True(tile.GetProperty("rowCount").GetInt32() > 0, $"{address} has no rows: {tile}");
        Assert.NotEqual(0, tile.GetProperty("tableVersions").GetArrayLength());
    }

    private async Task<JsonElement> GetAsync(string address)
    {
        using JsonDocument answer = JsonDocument.Parse(await _http.GetStringAsync(address, TestContext.Current.CancellationToken));
        return answer.RootElement.Clone();
    }

    private async Task<JsonElement> RenderAsync(string address, object body)
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(address, body, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {text}");
        using JsonDocument tile = JsonDocument.Parse(text);
        return tile.RootElement.Clone();
    }
}
