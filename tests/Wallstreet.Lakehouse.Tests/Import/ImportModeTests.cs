using Wallstreet.Delta;
using Wallstreet.Lakehouse.Import;
using Wallstreet.Lakehouse.Lineage;

namespace Wallstreet.Lakehouse.Tests.Import;

public sealed class ImportModeTests
{
    [Fact]
    public async Task The_same_file_is_appended_once_unless_that_is_forced()
    {
        await using ImportLake lake = new();
        await lake.ImportTextAsync("a,b\n1,2\n");
        ImportException error = await Assert.ThrowsAsync<ImportException>(() => lake.ImportTextAsync("a,b\n1,2\n"));
        Assert.Contains("--force", error.Message, StringComparison.Ordinal);
        await lake.ImportTextAsync("a,b\n1,2\n", r => r with { Force = true });
        Assert.Equal("2", await lake.RowsAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task What_was_overwritten_may_be_appended_again()
    {
        await using ImportLake lake = new();
        await lake.ImportTextAsync("a,b\n1,2\n");
        await lake.ImportTextAsync("a,b\n3,4\n", r => r with { Mode = ImportMode.Overwrite });
        await lake.ImportTextAsync("a,b\n1,2\n");
        Assert.Equal("1|3", await lake.RowsAsync("SELECT a FROM t ORDER BY a"));
    }

    [Fact]
    public async Task Merge_replaces_rows_by_key_and_can_be_repeated()
    {
        await using ImportLake lake = new();
        await lake.ImportTextAsync("symbol,date,close\nA,2024-01-02,1.5\nA,2024-01-03,2.5\n");
        for (int i = 0; i < 2; i++)
        {
            await lake.ImportTextAsync("symbol,date,close\nA,2024-01-03,9.5\nB,2024-01-03,7.5\n",
                r => r with { Mode = ImportMode.Merge, MergeKeys = ["symbol", "date"] });
        }

        Assert.Equal("A,1.5|A,9.5|B,7.5", await lake.RowsAsync("SELECT symbol, close FROM t ORDER BY symbol, date"));
    }

    [Fact]
    public async Task A_row_without_its_key_goes_to_quarantine()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("symbol,close\nA,1\n,2\n", r => r with { Mode = ImportMode.Merge, MergeKeys = ["symbol"] });
        Assert.Equal((1, 1), (report.Rows, report.RowsQuarantined));
    }

    [Fact]
    public async Task Several_files_become_one_table_with_the_columns_of_all()
    {
        await using ImportLake lake = new();
        lake.Write("y/2021.csv", "Date,1 Mo\n2021-01-04,1\n");
        lake.Write("y/2022.csv", "Date,1 Mo,4 Mo\n2022-01-03,0.5,1.25\n");
        lake.Write("y/notes.md", "not data");
        ImportReport report = await lake.ImportAsync(new ImportRequest("rates.treasury", [lake.Folder])
        {
            SetColumns = new Dictionary<string, string> { ["year"] = "{name}" },
            Types = new Dictionary<string, string> { ["year"] = "bigint" },
        });
        Assert.Equal("year:BIGINT date:DATE _1_mo:DECIMAL(18,1) _4_mo:DECIMAL(18,2) source_file:VARCHAR", ImportLake.Types(report));
        Assert.Equal("2021,2021-01-04,1.0,null,y/2021.csv|2022,2022-01-03,0.5,1.25,y/2022.csv",
            await lake.RowsAsync("SELECT * FROM rates.treasury ORDER BY date"));
        Assert.Contains(report.Notes, n => n.Contains("notes.md", StringComparison.Ordinal));
        Assert.Contains(report.Notes, n => n.Contains("_4_mo: is not in y/2021.csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Types_that_conflict_between_files_become_text_and_that_is_said()
    {
        await using ImportLake lake = new();
        string[] paths = [lake.Write("a.csv", "v,n\n1,1\n"), lake.Write("b.csv", "v,n\nabc,2\n")];
        ImportReport report = await lake.ImportAsync(new ImportRequest("t", paths) { SourceColumn = null });
        Assert.Equal("v:VARCHAR n:BIGINT", ImportLake.Types(report));
        Assert.Contains(report.Notes, n => n.Contains("became text", StringComparison.Ordinal));
        Assert.Equal("1|abc", await lake.RowsAsync("SELECT v FROM t ORDER BY n"));
    }

    [Fact]
    public async Task Json_lines_and_parquet_meet_csv_in_one_table()
    {
        await using ImportLake lake = new();
        await lake.ImportTextAsync("symbol,date,close\nA,2024-01-02,1.5\n");
        string json = lake.Write("t.jsonl", "{\"symbol\":\"B\",\"date\":\"2024-01-03\",\"close\":2.25}\n\n{\"symbol\":\"C\",\"close\":null}\nnot json\n[1]\n");
        ImportException finer = await Assert.ThrowsAsync<ImportException>(() => lake.ImportAsync(new ImportRequest("t", [json])));
        Assert.Contains("more decimals", finer.Message, StringComparison.Ordinal);
        ImportReport report = await lake.ImportAsync(new ImportRequest("j", [json]));
        Assert.Equal((2, 2), (report.Rows, report.RowsQuarantined));
        Assert.Equal("4,-,is not a JSON object|5,-,is a JSON array and not an object",
            string.Join('|', (await lake.QuarantineAsync("j")).Split('|').Select(r => r.Split(':')[0])));

        DeltaTable table = await lake.TableAsync("j");
        Delta.Snapshot snapshot = await table.GetSnapshotAsync(ImportLake.Token);
        string parquet = table.Store.FindLocalPath(snapshot.PlanScan().Files[0].Add.Path)!;
        ImportReport both = await lake.ImportAsync(new ImportRequest("p", [parquet, lake.Write("p.csv", "symbol,date,close\nD,2024-01-05,10.125\n")]) { SourceColumn = null });
        Assert.Equal("symbol:VARCHAR date:DATE close:DECIMAL(19,3)", ImportLake.Types(both));
        Assert.Equal("B,2024-01-03,2.250|C,null,null|D,2024-01-05,10.125", await lake.RowsAsync("SELECT * FROM p ORDER BY symbol"));
    }

    [Fact]
    public async Task The_commit_says_which_files_it_holds()
    {
        await using ImportLake lake = new();
        ImportReport report = await lake.ImportTextAsync("a,b\n1,2\n");
        CommitRecord commit = await (await lake.TableAsync()).GetHistoryAsync(1, ImportLake.Token).FirstAsync(ImportLake.Token);
        Assert.Equal(("IMPORT", report.Version), (commit.Operation, commit.Version));
        Assert.Equal(report.Files[0].Sha256, CommitLineage.FindIn(commit.UserMetadata)!.Sources!["t.csv"]);
    }

    [Fact]
    public async Task An_import_that_is_cancelled_leaves_the_table_as_it_was()
    {
        await using ImportLake lake = new();
        await lake.ImportTextAsync("a,b\n1,2\n");
        string path = lake.Write("big.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i},2\n")));
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(ImportLake.Token);
        CancelOnWriting progress = new(source);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            lake.Importer.ImportAsync(new ImportRequest("t", [path]), progress, source.Token));
        Assert.True(progress.Reports > 2);
        Assert.Equal("1", await lake.RowsAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_new_column_is_added_to_the_table()
    {
        await using ImportLake lake = new();
        await lake.ImportTextAsync("a,b\n1,2\n");
        await lake.ImportTextAsync("a,c\n2,x\n");
        Assert.Equal("1,2,null|2,null,x", await lake.RowsAsync("SELECT a, b, c FROM t ORDER BY a"));
    }

    [Fact]
    public async Task Repeating_a_forced_import_does_not_double_its_quarantine()
    {
        await using ImportLake lake = new();
        await lake.ImportTextAsync("a,b\n1,2\nx\n");
        await lake.ImportTextAsync("a,b\n1,2\nx\n", r => r with { Force = true });
        Assert.Equal("1", await lake.RowsAsync("SELECT count(*) FROM t_quarantine"));
    }

    private sealed class CancelOnWriting(CancellationTokenSource source) : IProgress<ImportProgress>
    {
        public int Reports { get; private set; }

        public void Report(ImportProgress value)
        {
            Reports++;
            if (value is { Phase: ImportPhase.Writing, Rows: > 100_000 })
            {
                source.Cancel();
            }
        }
    }
}
