using Wallstreet.Lakehouse.Import;

namespace Wallstreet.Lakehouse.Tests.Import;

public sealed class ColumnTypeTests
{
    [Theory]
    [InlineData("2024-01-02,2024-12-31", "DATE", "yyyy-MM-dd")]
    [InlineData("2024/1/2,2024/12/31", "DATE", "yyyy-MM-dd")]
    [InlineData("02.01.2024,31.12.2024", "DATE", "dd.MM.yyyy")]
    [InlineData("01/02/2024,12/31/2024", "DATE", "MM/dd/yyyy")]
    [InlineData("02/01/2024,31/12/2024", "DATE", "dd/MM/yyyy")]
    [InlineData("20240102,20241231", "DATE", "yyyyMMdd")]
    [InlineData("02-Jan-2024,31-Dec-2024", "DATE", "dd MMM yyyy")]
    [InlineData("2 January 2024,31 December 2024", "DATE", "dd MMM yyyy")]
    [InlineData("2024-01-02,31.12.2024", "DATE", "yyyy-MM-dd or dd.MM.yyyy")]
    [InlineData("1/2/24,12/31/24", "DATE", "MM/dd/yyyy")]
    public async Task Dates_are_told_by_evidence(string dates, string type, string format)
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("date;n\n" + string.Concat(dates.Split(',').Select(d => $"{d};1\n")));
        Assert.Equal((type, format), (report.Columns[0].Type, report.Columns[0].Format));
        Assert.Equal("2024-01-02|2024-12-31", await lake.RowsAsync("SELECT date FROM t ORDER BY date"));
    }

    [Fact]
    public async Task An_order_that_no_date_tells_is_reported_and_can_be_forced()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("date,n\n03/04/2024,1\n05/06/2024,2\n");
        Assert.Contains(report.Notes, note => note.Contains("--date-order", StringComparison.Ordinal));
        Assert.Equal("2024-03-04", await lake.RowsAsync("SELECT min(date) FROM t"));
        await lake.ImportTextAsync("date,n\n03/04/2024,1\n05/06/2024,2\n", r => r with { DateOrder = DateOrder.DayFirst, Mode = ImportMode.Overwrite });
        Assert.Equal("2024-04-03", await lake.RowsAsync("SELECT min(date) FROM t"));
    }

    [Fact]
    public async Task One_impossible_date_among_many_goes_to_quarantine()
    {
        await using ImportLake lake = new();
        string days = string.Concat(Enumerable.Range(1, 28).Select(d => $"2023-02-{d:00},{d}\n"));
        ImportReport report = await lake.ImportTextAsync("date,n\n" + days + "2023-02-29,29\n2023-03-01,x\n");
        Assert.Equal((28, 2), (report.Rows, report.RowsQuarantined));
        Assert.Equal("30,date,\"2023-02-29\" is no day of the calendar|31,n,\"x\" is not a number", await lake.QuarantineAsync());
        Assert.Equal("2023-02-29,29", await lake.RowsAsync("SELECT raw FROM t_quarantine WHERE line = 30"));
    }

    [Fact]
    public async Task Timestamps_keep_what_they_say_of_zones()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("a,b,c\n2024-01-02T09:30:00,2024-01-02T09:30:00-05:00,2024-01-02 09:30:00.123456Z\n");
        Assert.Equal("a:TIMESTAMP b:TIMESTAMP WITH TIME ZONE c:TIMESTAMP WITH TIME ZONE", ImportLake.Types(report));
        Assert.Equal("2024-01-02 09:30:00,2024-01-02 14:30:00Z,2024-01-02 09:30:00.123456Z", await lake.RowsAsync("SELECT * FROM t"));
    }

    [Fact]
    public async Task A_zone_that_is_given_makes_instants_of_local_times()
    {
        await using ImportLake lake = new();
        string rows = string.Concat(Enumerable.Range(10, 19).Select(d => $"2024-03-{d:00} 02:30:00,{d}\n"));
        ImportReport report = await lake.ImportTextAsync("time,n\n" + rows, r => r with { TimeZone = "America/New_York" });
        Assert.Equal("2024-03-11 06:30:00Z", await lake.RowsAsync("SELECT min(time) FROM t"));
        Assert.Equal(1, report.RowsQuarantined);
        Assert.Contains("does not exist in America/New_York", await lake.QuarantineAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,2", "BIGINT")]
    [InlineData("1.5,2", "DECIMAL(18,1)")]
    [InlineData("-36.98,+1.2345", "DECIMAL(18,4)")]
    [InlineData("1.5e3,2", "DOUBLE")]
    [InlineData("0000320193,0001018724", "VARCHAR")]
    [InlineData("true,FALSE", "BOOLEAN")]
    [InlineData("Y,N", "VARCHAR")]
    [InlineData("12345678901234567890123456.5,1", "DECIMAL(27,1)")]
    [InlineData("123456789012345678901234567890,1", "DECIMAL(30,0)")]
    [InlineData("1999-11,2000-01", "VARCHAR")]
    public async Task Types_are_as_narrow_as_all_values_allow(string values, string type)
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("v;n\n" + string.Concat(values.Split(',').Select(v => $"{v};a\n")));
        Assert.Equal(type, report.Columns[0].Type);
    }

    [Fact]
    public async Task A_number_beyond_64_bits_among_volumes_goes_to_quarantine()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("volume,n\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"{i},1\n")) + "99999999999999999999,1\n");
        Assert.Equal("BIGINT", report.Columns[0].Type);
        Assert.Equal("22,volume,\"99999999999999999999\" overflows BIGINT", await lake.QuarantineAsync());
    }

    [Fact]
    public async Task A_column_whose_values_are_mixed_is_text_with_every_value_kept()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("v,n\n1,1\nNA,2\nabc,3\n");
        Assert.Equal(("VARCHAR", 0L), (report.Columns[0].Type, report.RowsQuarantined));
        Assert.Equal("1|NA|abc", await lake.RowsAsync("SELECT v FROM t ORDER BY n"));
    }

    [Fact]
    public async Task A_type_that_is_given_holds_and_what_does_not_fit_it_is_refused_or_put_aside()
    {
        await using ImportLake lake = new();
        Dictionary<string, string> types = new() { ["cik"] = "text", ["price"] = "decimal(10,4)" };
        ImportReport report = await lake.ImportTextAsync("cik,price\n320193,1.5\n", r => r with { Types = types });
        Assert.Equal("cik:VARCHAR price:DECIMAL(10,4)", ImportLake.Types(report));
        ImportException error = await Assert.ThrowsAsync<ImportException>(() => lake.ImportTextAsync(
            "cik,price\n320194,1.123456\n", r => r with { Types = new Dictionary<string, string> { ["price"] = "decimal(10,4)" } }));
        Assert.Contains("more decimals than DECIMAL(10,4)", error.Message, StringComparison.Ordinal);
        Assert.Equal("1", await lake.RowsAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Nothing_is_rounded_on_the_way()
    {
        await using ImportLake lake = new();
        await lake.ImportTextAsync("v,n\n24.608617782592773,1\n0.000000000000001,2\n");
        Assert.Equal("24.608617782592773|0.000000000000001", await lake.RowsAsync("SELECT v FROM t ORDER BY n"));
    }
}
