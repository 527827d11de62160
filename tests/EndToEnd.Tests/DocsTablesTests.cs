using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>The reference of the demo's tables is what the program says of the lake that it built.</summary>
[Collection(DemoLakeCollection.Name)]
public sealed partial class DocsTablesTests(DemoLake demo)
{
    private static readonly string[] Layers = ["bronze", "silver", "gold"];

    [Fact]
    public async Task The_page_of_tables_says_what_the_program_says_and_every_column_is_explained()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using HttpClient http = new() { BaseAddress = demo.Program.Address };
        List<Table> tables = [];
        foreach (JsonElement asset in (await GetAsync(http, "/api/assets", cancellation)).EnumerateArray())
        {
            string key = asset.GetProperty("key").GetString()!;
            tables.Add(Table.Read(
                await GetAsync(http, "/api/assets/" + key, cancellation),
                await GetAsync(http, "/api/assets/" + key + "/checks", cancellation)));
        }

        Assert.Empty(tables.SelectMany(static table => table.Columns.Where(static c => c.Comment.Length == 0).Select(c => $"{table.Key}: {c.Name}")));
        string path = Repository.PathOf("docs/reference/tables.md");
        string page = Write(tables);
        if (Environment.GetEnvironmentVariable("WALLSTREET_GOLDEN") == "write")
        {
            await File.WriteAllTextAsync(path, page, cancellation);
        }

        Assert.True(File.Exists(path), $"{path} is missing; this test writes it with WALLSTREET_GOLDEN=write.");
        Assert.True(page == await File.ReadAllTextAsync(path, cancellation), $"{path} is stale; this test writes it with WALLSTREET_GOLDEN=write.");
    }

    private static string Write(IReadOnlyList<Table> tables)
    {
        StringBuilder page = new();
        page.Append("""
            # The tables of MarketLake

            Written by `DocsTablesTests` from the graph and the built demo lake; it fails when this page is stale, and writes it anew with `WALLSTREET_GOLDEN=write`. Prices in USD are of the simulated exchange XSIM and **synthetic**; SPX is the real S&P 500 index, 2000-01-03 to 2020-04-17, in index points.

            Update rules: a table with **sessions** has exactly the sessions that a run makes replaced, in one commit; all others stay. Every other table is **overwritten** as a whole, in one commit. Either way the earlier version stays readable ([time travel](../explanation/time-travel.md)).

            """.ReplaceLineEndings("\n"));
        foreach (string layer in Layers)
        {
            foreach (Table table in tables.Where(t => t.Key.StartsWith(layer + "/", StringComparison.Ordinal)).OrderBy(static t => t.Key, StringComparer.Ordinal))
            {
                page.Append(CultureInfo.InvariantCulture, $"\n## {table.Name}\n{table.Description}\n\n");
                page.Append(CultureInfo.InvariantCulture, $"- Data: {Data(table)}\n- Key: {table.RowKey ?? "none"}\n- Update: {table.Update}\n");
                page.Append(CultureInfo.InvariantCulture, $"- Made from: {(table.Upstreams.Length > 0 ? string.Join(", ", table.Upstreams.Order(StringComparer.Ordinal).Select(static u => $"`{u}`")) : "nothing else in the lake")}\n\n");
                page.Append("| column | type | meaning |\n|---|---|---|\n");
                foreach (Column column in table.Columns)
                {
                    page.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {column.Type} | {column.Comment.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
                }
            }
        }

        return page.ToString();
    }

    private static string Data(Table table) => table.Synthetic switch
    {
        null or "false" => "real",
        "partly" when table.Columns.Any(static column => column.Name == "is_synthetic") => "real and synthetic; `is_synthetic` tells which",
        "partly" => "real and synthetic",
        _ => "synthetic",
    };

    private static async Task<JsonElement> GetAsync(HttpClient http, string path, CancellationToken cancellation)
    {
        using JsonDocument document = JsonDocument.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative), cancellation));
        return document.RootElement.Clone();
    }

    private sealed partial record Table(string Key, string Name, string Description, string? Synthetic, string Update)
    {
        public string? RowKey { get; private init; }

        public string[] Upstreams { get; private init; } = [];

        public Column[] Columns { get; private init; } = [];

        public static Table Read(JsonElement asset, JsonElement checks)
        {
            bool partitioned = asset.TryGetProperty("partitions", out JsonElement partitions) && partitions.ValueKind == JsonValueKind.Object;
            string? unique = checks.EnumerateArray()
                .Where(static check => check.GetProperty("name").GetString() == "key_unique")
                .Select(static check => check.GetProperty("description").GetString())
                .FirstOrDefault();
            return new Table(
                asset.GetProperty("key").GetString()!,
                asset.GetProperty("tableName").GetString()!,
                asset.GetProperty("description").GetString()!,
                asset.GetProperty("tags").TryGetProperty("synthetic", out JsonElement synthetic) ? synthetic.GetString() : null,
                partitioned ? "sessions that are made are replaced" : "overwritten")
            {
                RowKey = unique is null ? null : string.Join(", ", Parenthesized().Match(unique).Groups[1].Value.Split(", ").Select(static c => $"`{c}`")),
                Upstreams = [.. asset.GetProperty("upstreams").EnumerateArray().Select(static u => u.GetString()!)],
                Columns =
                [
                    .. asset.GetProperty("schema").EnumerateArray().Select(static column => new Column(
                        column.GetProperty("name").GetString()!,
                        column.GetProperty("type").GetString()!,
                        column.GetProperty("comment").GetString() ?? "")),
                ],
            };
        }

        [GeneratedRegex(@"\(([^)]*)\)")]
        private static partial Regex Parenthesized();
    }

    private sealed record Column(string Name, string Type, string Comment);
}
