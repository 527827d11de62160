using System.IO.Compression;
using TestKit;
using Wallstreet.Lakehouse.Import;

namespace Wallstreet.Lakehouse.Tests.Import;

/// <summary>Real market files, with their real defects.</summary>
public sealed class MarketDataTests
{
    [Fact]
    public async Task The_daily_bars_of_57_symbols_load_and_merge_by_symbol_and_date()
    {
        await using ImportLake lake = new();
        ImportRequest request = new("bronze.equities_daily", [SharedData.PathOf("market-data/equities_daily")])
        {
            SetColumns = new Dictionary<string, string> { ["symbol"] = "{name}" },
            SourceColumn = null,
            Mode = ImportMode.Merge,
            MergeKeys = ["symbol", "date"],
        };
        ImportReport report = await lake.ImportAsync(request);
        Assert.Equal((57, 179_323L, 0L), (report.Files.Count, report.Rows, report.RowsQuarantined));
        Assert.Equal("symbol:VARCHAR date:DATE open:DECIMAL(18,4) high:DECIMAL(18,4) low:DECIMAL(18,4) close:DECIMAL(18,4) volume:BIGINT open_int:BIGINT",
            ImportLake.Types(report));
        Assert.Equal("4.1529,4.1685,4.0083,4.0519,193279926",
            await lake.RowsAsync("SELECT open, high, low, close, volume FROM bronze.equities_daily WHERE symbol = 'AAPL' AND date = DATE '2005-01-03'"));
        Assert.Equal("179323,57,2005-01-03,2017-11-10", await lake.RowsAsync(
            "SELECT count(*), count(DISTINCT symbol), min(date), max(date) FROM bronze.equities_daily"));
        await lake.ImportAsync(request with { Paths = [SharedData.PathOf("market-data/equities_daily/SPY.csv")] });
        Assert.Equal("179323", await lake.RowsAsync("SELECT count(*) FROM bronze.equities_daily"));
    }

    [Fact]
    public async Task The_adjusted_bars_of_17_symbols_load()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportAsync(new ImportRequest("yahoo", [SharedData.PathOf("market-data/equities_yahoo")]));
        Assert.Equal((17, 64_088L, 0L), (report.Files.Count, report.Rows, report.RowsQuarantined));
        Assert.Equal("4.627143,3.924165,172998000", await lake.RowsAsync(
            "SELECT open, adj_close, volume FROM yahoo WHERE source_file = 'AAPL.csv' AND date = DATE '2005-01-03'"));
    }

    [Theory]
    [InlineData("fx/usd_h10_monthly.csv", 17237, 0, "date:DATE country:VARCHAR exchange_rate:DECIMAL(18,4)")]
    [InlineData("commodities/HENRYHUB_daily.csv", 7437, 0, "date:DATE price:DECIMAL(18,2)")]
    [InlineData("commodities/WTI_daily.csv", 10226, 0, "date:DATE price:DECIMAL(18,2)")]
    [InlineData("commodities/GOLD_monthly.csv", 2322, 0, "date:DATE price:DECIMAL(18,3)")]
    [InlineData("crypto/BTCUSD_coinbase_1d.csv", 1318, 0, "date:DATE open:DECIMAL(18,2) high:DECIMAL(18,2) low:DECIMAL(18,2) close:DECIMAL(18,2) volume:DECIMAL(18,8)")]
    [InlineData("crypto/BTCUSD_bitfinex_1min.csv", 4841, 0, null)]
    [InlineData("intraday/SPY_1min.csv", 5786, 0, null)]
    [InlineData("rates/us10y_monthly.csv", 879, 0, "date:DATE rate:DECIMAL(18,2)")]
    [InlineData("rates/ust_par_yields_1990_2022.csv", 8055, 0, null)]
    [InlineData("volatility/VIX_daily.csv", 9235, 0, null)]
    [InlineData("prices_wide/closes_1990_2024.csv", 8796, 0, null)]
    [InlineData("reference/nasdaq_listed.csv", 5570, 1, null)]
    [InlineData("api_samples/nasdaqlisted.txt", 3, 0, null)]
    [InlineData("api_samples/cboe_VIX_History.csv", 2, 0, "date:DATE open:DECIMAL(18,6) high:DECIMAL(18,6) low:DECIMAL(18,6) close:DECIMAL(18,6)")]
    public async Task Files_with_oddities_load_with_every_row(string path, long rows, long quarantined, string? types)
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportAsync(new ImportRequest("t", [SharedData.PathOf("market-data/" + path)]));
        Assert.Equal((rows, quarantined), (report.Rows, report.RowsQuarantined));
        Assert.Equal(types ?? ImportLake.Types(report), ImportLake.Types(report));
    }

    [Fact]
    public async Task A_column_of_years_with_some_remarks_says_how_to_keep_them()
    {
        await using ImportLake lake = new();
        ImportRequest request = new("t", [SharedData.PathOf("market-data/reference/sp500_constituents.csv")]);
        ImportReport report = await lake.ImportAsync(request);
        Assert.Equal((464, 39), (report.Rows, report.RowsQuarantined));
        Assert.Contains(report.Notes, n => n.Contains("--type founded=text", StringComparison.Ordinal));
        Dictionary<string, string> types = new() { ["founded"] = "text" };
        ImportReport kept = await lake.ImportAsync(request with { Types = types, Mode = ImportMode.Overwrite });
        Assert.Equal((503, 0), (kept.Rows, kept.RowsQuarantined));
    }

    [Fact]
    public async Task The_one_blank_gas_price_is_null_and_the_negative_oil_price_is_itself()
    {
        await using ImportLake lake = new();
        await lake.ImportAsync(new ImportRequest("t", [SharedData.PathOf("market-data/commodities")]) { SetColumns = new Dictionary<string, string> { ["commodity"] = "{name}" } });
        Assert.Equal("HENRYHUB_daily", await lake.RowsAsync("SELECT commodity FROM t WHERE price IS NULL"));
        Assert.Equal("-36.980", await lake.RowsAsync("SELECT price FROM t WHERE commodity = 'WTI_daily' AND date = DATE '2020-04-20'"));
    }

    [Fact]
    public async Task Treasury_years_with_other_tenors_become_one_table()
    {
        await using ImportLake lake = new();
        string[] paths = [.. Enumerable.Range(2021, 5).Select(y => SharedData.PathOf($"market-data/rates/treasury_{y}.csv"))];
        ImportReport report = await lake.ImportAsync(new ImportRequest("t", paths));
        Assert.Equal(251 + 249 + 250 + 250 + 131, report.Rows);
        Assert.Equal("2022-10-19,2025-02-18", await lake.RowsAsync("SELECT min(date) FILTER (_4_mo IS NOT NULL), min(date) FILTER (_1_5_mo IS NOT NULL) FROM t"));
    }

    [Fact]
    public async Task The_reference_rates_of_the_ECB_have_41_currencies_and_no_empty_column()
    {
        await using ImportLake lake = new();
        using ZipArchive zip = ZipFile.OpenRead(SharedData.PathOf("market-data/fx/eurofxref-hist.zip"));
        string path = lake.Write("ecb.csv", "");
        zip.GetEntry("eurofxref-hist.csv")!.ExtractToFile(path, overwrite: true);
        ImportReport report = await lake.ImportAsync(new ImportRequest("ecb", [path]));
        Assert.Equal((6983L, 0L, 42), (report.Rows, report.RowsQuarantined, report.Columns.Count));
        Assert.All(report.Columns.Skip(1), c => Assert.StartsWith(c.Name is "rol" or "trl" ? "BIGINT" : "DECIMAL", c.Type, StringComparison.Ordinal));
        Assert.True(report.Files[0].Dialect!.TrailingDelimiter);
        Assert.Equal("1.1684,null", await lake.RowsAsync("SELECT CAST(usd AS DECIMAL(18,4)), cyp FROM ecb WHERE date = DATE '2026-04-13'"));
    }
}
