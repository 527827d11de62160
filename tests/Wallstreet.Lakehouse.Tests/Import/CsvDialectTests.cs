using System.Text;
using Wallstreet.Lakehouse.Import;

namespace Wallstreet.Lakehouse.Tests.Import;

public sealed class CsvDialectTests
{
    [Theory]
    [InlineData(',', "\n", "LF")]
    [InlineData(';', "\r\n", "CRLF")]
    [InlineData('\t', "\r", "CR")]
    [InlineData('|', "\n", "LF")]
    public async Task Delimiters_and_line_ends_are_told(char delimiter, string lineEnd, string name)
    {
        await using ImportLake lake = new();
        string text = string.Join(lineEnd, "date|close|volume", "2024-01-02|10.5|100", "2024-01-03|11.25|200", "").Replace('|', delimiter);
        ImportReport report = await lake.ImportTextAsync(text);
        CsvDialect dialect = report.Files[0].Dialect!;
        Assert.Equal((delimiter, name, true, 3), (dialect.Delimiter, dialect.LineEnding, dialect.HasHeader, dialect.Cells));
        Assert.Equal("date:DATE close:DECIMAL(18,2) volume:BIGINT", ImportLake.Types(report));
        Assert.Equal("2024-01-02,10.50,100|2024-01-03,11.25,200", await lake.RowsAsync("SELECT * FROM t ORDER BY date"));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task A_byte_order_mark_tells_the_encoding(string name)
    {
        await using ImportLake lake = new();
        Encoding encoding = name == "utf-8" ? new UTF8Encoding(true) : Encoding.GetEncoding(name);
        ImportReport report = await lake.ImportTextAsync("name,price\nZürich €,1.5\nΑθήνα,2.5\n", null, encoding);
        Assert.True(report.Files[0].Dialect!.ByteOrderMark);
        Assert.Equal("Zürich €,1.5|Αθήνα,2.5", await lake.RowsAsync("SELECT * FROM t ORDER BY price"));
    }

    [Fact]
    public async Task What_is_not_UTF_8_is_read_as_Latin_1_and_that_is_said()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("name,price\nZürich,1.5\nMünchen,2.5\n", null, Encoding.Latin1);
        Assert.Equal("Zürich", await lake.RowsAsync("SELECT name FROM t WHERE price = 1.5"));
        Assert.Equal("latin1", report.Files[0].Dialect!.Encoding);
        Assert.Contains(report.Notes, note => note.Contains("Latin-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_encodings_are_mixed_the_records_that_are_not_UTF_8_go_to_quarantine()
    {
        await using ImportLake lake = new();
        byte[] bytes = [.. Encoding.UTF8.GetBytes("name,n\nZürich,1\nKöln,2\n"), .. Encoding.Latin1.GetBytes("Genève,3\n")];
        ImportReport report = await lake.ImportAsync(new ImportRequest("t", [lake.WriteBytes("t.csv", bytes)]));
        Assert.Equal((2, 1), (report.Rows, report.RowsQuarantined));
        Assert.Equal("4,-,holds bytes that are not of the file's encoding", await lake.QuarantineAsync());
    }

    [Fact]
    public async Task Decimal_commas_and_thousands_are_told_by_the_values_that_allow_one_reading_only()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("Datum;Kurs;Stück\n02.01.2024;1.234,50;1.000\n03.01.2024;987,25;12.345.678\n");
        Assert.Equal("datum:DATE kurs:DECIMAL(18,2) stück:BIGINT", ImportLake.Types(report));
        Assert.Equal("2024-01-02,1234.50,1000|2024-01-03,987.25,12345678", await lake.RowsAsync("SELECT * FROM t ORDER BY 1"));
        Assert.Equal("decimal comma", report.Columns[1].Format);
    }

    [Fact]
    public async Task Thousands_by_comma_in_quotes_are_whole_numbers()
    {
        await using ImportLake lake = new();
        await lake.ImportTextAsync("day,volume,price\n1,\"1,234,567\",\"1,000.5\"\n2,\"12\",\"2.25\"\n");
        Assert.Equal("1234567,1000.50|12,2.25", await lake.RowsAsync("SELECT volume, price FROM t ORDER BY day"));
    }

    [Fact]
    public async Task A_number_that_can_be_read_two_ways_is_said_and_can_be_forced()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("a;b\nx;1,234\ny;2,345\n");
        Assert.Contains(report.Notes, note => note.Contains("cannot be told", StringComparison.Ordinal));
        Assert.Equal("DECIMAL(18,3)", report.Columns[1].Type);
        ImportReport forced = await lake.ImportTextAsync("a;b\nx;1,234\ny;2,345\n", r => r with { DecimalSeparator = '.', Mode = ImportMode.Overwrite });
        Assert.Equal("BIGINT", forced.Columns[1].Type);
    }

    [Fact]
    public async Task Quoted_cells_hold_delimiters_line_ends_and_doubled_quotes()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("id,text\n1,\"a, \"\"b\"\"\nc\"\n2,plain\nbroken\n3,\"\"\n");
        Assert.Equal("1,a, \"b\"\nc|2,plain|3,null", await lake.RowsAsync("SELECT * FROM t ORDER BY id"));
        Assert.Equal(1, report.RowsQuarantined);
        Assert.Equal("5,-,has 1 cells instead of 2", await lake.QuarantineAsync());
    }

    [Fact]
    public async Task A_delimiter_at_the_end_of_every_line_begins_no_column()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("Date,USD,CYP,\n2024-01-02,1.09,N/A,\n2024-01-03,1.10,0.58,\n2024-01-04,1.10,0.58\n");
        Assert.True(report.Files[0].Dialect!.TrailingDelimiter);
        Assert.Equal("date:DATE usd:DECIMAL(18,2) cyp:DECIMAL(18,2)", ImportLake.Types(report));
        Assert.Equal(["N/A"], report.Columns[2].NullTokens);
        Assert.Equal("3,2", await lake.RowsAsync("SELECT count(*), count(cyp) FROM t"));
    }

    [Fact]
    public async Task A_file_without_header_gets_numbered_columns()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("19980102,0.86,A\n20000620,0.87,B\n");
        Assert.False(report.Files[0].Dialect!.HasHeader);
        Assert.Equal("column_1:BIGINT column_2:DECIMAL(18,2) column_3:VARCHAR", ImportLake.Types(report));
        Assert.Equal(2, report.Rows);
    }

    [Fact]
    public async Task Names_become_safe_and_distinct()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("Adj Close,OpenInt,1 Mo,,Close,close,GICS Sub-Industry,BC_1MONTH\n1,2,3,4,5,6,x,8\n");
        Assert.Equal("adj_close open_int _1_mo column_4 close close_2 gics_sub_industry bc_1month",
            string.Join(" ", report.Columns.Select(c => c.Name)));
        Assert.Equal("Adj Close", report.Columns[0].SourceName);
    }

    [Fact]
    public async Task Blank_lines_are_nothing_and_a_record_of_blanks_goes_to_quarantine()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("\na,b\n\n1,2\n\n,\n3,4\n\n");
        Assert.Equal((2, 1), (report.Rows, report.RowsQuarantined));
        Assert.Equal("6,-,has only blank cells", await lake.QuarantineAsync());
    }
}
