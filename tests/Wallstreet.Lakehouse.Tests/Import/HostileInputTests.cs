using System.Text;
using Wallstreet.Lakehouse.Import;

namespace Wallstreet.Lakehouse.Tests.Import;

public sealed class HostileInputTests
{
    [Fact]
    public async Task A_line_of_100_MB_costs_one_record_and_little_memory()
    {
        await using ImportLake lake = new();
        string path = lake.Write("t.csv", "a,b\n1,2\n");
        await using (FileStream file = new(path, FileMode.Append))
        {
            byte[] block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (int i = 0; i < 100; i++)
            {
                await file.WriteAsync(block, ImportLake.Token);
            }

            await file.WriteAsync("\n3,4\n"u8.ToArray(), ImportLake.Token);
        }

        long before = GC.GetTotalAllocatedBytes();
        ImportReport report = await lake.ImportAsync(new ImportRequest("t", [path]));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 150 << 20);
        Assert.Equal((2, 1), (report.Rows, report.RowsQuarantined));
        Assert.Equal("3,-,is longer than 1,048,576 characters", await lake.QuarantineAsync());
        Assert.Equal("1,2|3,4", await lake.RowsAsync("SELECT * FROM t ORDER BY a"));
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_costs_its_line_and_not_the_rest_of_the_file()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("a,b\n1,x\n2,\"oops\n3,y\n4,z\n");
        Assert.Equal((3, 1), (report.Rows, report.RowsQuarantined));
        Assert.Equal("3,-,opens a quote that is never closed", await lake.QuarantineAsync());
        Assert.Equal("2,\"oops", await lake.RowsAsync("SELECT raw FROM t_quarantine"));
    }

    [Fact]
    public async Task A_stray_quote_that_meets_a_later_one_costs_its_line_only()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("a,b\n1,\"oops\n2,\"fine\"\n3,y\n");
        Assert.Equal((2, 1), (report.Rows, report.RowsQuarantined));
        Assert.Equal("2,fine|3,y", await lake.RowsAsync("SELECT * FROM t ORDER BY a"));
    }

    [Fact]
    public async Task A_record_with_NUL_characters_goes_to_quarantine()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("a,b\n1,x\n2,y\0z\n3,w\n");
        Assert.Equal((2, 1), (report.Rows, report.RowsQuarantined));
        Assert.Equal("3,-,holds a NUL character", await lake.QuarantineAsync());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a,b\n", "has no record below its header")]
    [InlineData("\n\n\n", "has no record")]
    public async Task A_file_without_rows_is_an_error_that_says_so(string text, string expected)
    {
        await using ImportLake lake = new();
        ImportException error = await Assert.ThrowsAsync<ImportException>(() => lake.ImportTextAsync(text));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Null(await lake.Catalog.FindTableAsync("t", ImportLake.Token));
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_is_an_error()
    {
        await using ImportLake lake = new();
        ImportException error = await Assert.ThrowsAsync<ImportException>(() => lake.ImportAsync(new ImportRequest("t", ["/no/such.csv"])));
        Assert.Contains("There is no file or folder /no/such.csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_files_is_an_error()
    {
        await using ImportLake lake = new();
        lake.Write("readme.md", "x");
        ImportException error = await Assert.ThrowsAsync<ImportException>(() => lake.ImportAsync(new ImportRequest("t", [lake.Folder])));
        Assert.Contains("holds no file to import", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.zip", "Unpack it first")]
    [InlineData("a.dat", "--as csv")]
    public async Task A_file_of_another_kind_is_an_error_that_says_what_to_do(string name, string expected)
    {
        await using ImportLake lake = new();
        ImportException error = await Assert.ThrowsAsync<ImportException>(() => lake.ImportAsync(new ImportRequest("t", [lake.Write(name, "x")])));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.parquet", "PAR1 but not really", "is not a Parquet file")]
    [InlineData("t.json", "[{\"a\":1}]", "JSON lines")]
    [InlineData("t.json", "{\n\"a\": 1\n}\n", "no JSON object on a line")]
    public async Task Broken_content_is_an_error_that_names_the_file(string name, string text, string expected)
    {
        await using ImportLake lake = new();
        ImportException error = await Assert.ThrowsAsync<ImportException>(() => lake.ImportAsync(new ImportRequest("t", [lake.Write(name, text)])));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "This user may read everything.");
        await using ImportLake lake = new();
        string path = lake.Write("t.csv", "a,b\n1,2\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        ImportException error = await Assert.ThrowsAsync<ImportException>(() => lake.ImportAsync(new ImportRequest("t", [path])));
        Assert.Contains("t.csv cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "cannot be read")]
    [InlineData(false, "was changed while it was imported")]
    public async Task A_file_that_goes_or_changes_while_it_is_imported_is_an_error(bool delete, string expected)
    {
        await using ImportLake lake = new();
        string path = lake.Write("t.csv", "a,b\n1,2\n");
        OnWriting progress = new(() =>
        {
            if (delete)
            {
                File.Delete(path);
            }
            else
            {
                File.WriteAllText(path, "a,b\n1,3\n");
            }
        });
        ImportException error = await Assert.ThrowsAsync<ImportException>(() =>
            lake.Importer.ImportAsync(new ImportRequest("t", [path]), progress, ImportLake.Token));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Null(await lake.Catalog.FindTableAsync("t", ImportLake.Token));
    }

    [Fact]
    public async Task A_header_that_fits_hardly_any_record_is_an_error()
    {
        await using ImportLake lake = new();
        ImportException error = await Assert.ThrowsAsync<ImportException>(() => lake.ImportTextAsync("title of the file,x\na,b,c\n1,2,3\n4,5,6\n"));
        Assert.Contains("do not have the 2 cells", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_text_in_a_UTF_16_file_without_mark_is_told()
    {
        await using ImportLake lake = new();
        string path = lake.WriteBytes("t.csv", new UnicodeEncoding(false, false).GetBytes("name,price\nABCDEF,1.5\nGHIJKL,2.5\n"));
        ImportReport report = await lake.ImportAsync(new ImportRequest("t", [path]));
        Assert.Equal(("utf-16", 2L), (report.Files[0].Dialect!.Encoding, report.Rows));
    }

    private sealed class OnWriting(Action action) : IProgress<ImportProgress>
    {
        private bool _done;

        public void Report(ImportProgress value)
        {
            if (!_done && value.Phase == ImportPhase.Writing)
            {
                _done = true;
                action();
            }
        }
    }
}
