using ParquetSharp;
using TestKit;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Checkpoints;
using Wallstreet.Delta.Checkpoints.Parsed;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Checkpoints;

/// <summary>Checkpoints of others whose statistics are columns.</summary>
public sealed class ParsedStatisticsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Paths() => [.. CorpusTable.ReadAll().Select(table => table.Path)];

    [Theory]
    [InlineData("v1-single-part-struct-stats-only")]
    [InlineData("v1-multi-part-struct-stats-only")]
    [InlineData("v1-multi-part-partitioned-struct-stats-only")]
    [InlineData("v2-classic-parquet-struct-stats-only")]
    [InlineData("v2-json-sidecars-struct-stats-only")]
    [InlineData("v2-parquet-sidecars-struct-stats-only")]
    public async Task Statistics_that_are_columns_only_count_rows_and_prune_files(string name)
    {
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions())
            .Open(SharedData.PathOf("delta-corpus/kernel-rs-data/" + name));
        Snapshot snapshot = await (await DeltaTable.OpenAsync(store, null, Cancellation)).GetSnapshotAsync(Cancellation);

        Assert.Equal(5, snapshot.RowCount);
        ScanPlan plan = snapshot.PlanScan(Predicate.Equal("id", Literal.Of(3L)));
        Assert.Equal(4, plan.FilesPruned);
        AddFile file = Assert.Single(plan.Files).Add;
        Assert.Equal(
            new ColumnStatistics(Literal.Of("value_3"), Literal.Of("value_3"), 0),
            snapshot.FindStatistics(file)!.Find("value"));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Paths))]
    public async Task Where_a_checkpoint_has_statistics_twice_both_say_the_same(string path)
    {
        string folder = CorpusTable.ReadAll().Single(table => table.Path == path).FindFolder();
        string log = Path.Join(folder, "_delta_log");
        string[] files = [.. Directory.EnumerateFiles(log, "*.parquet", SearchOption.AllDirectories)];
        if (files.Length == 0 || path.Contains("corrupted", StringComparison.Ordinal))
        {
            return;
        }

        Snapshot? snapshot = await TryOpenAsync(folder);
        foreach (string file in snapshot is null ? [] : files)
        {
            using ParquetFileReader reader = new(file);
            for (int group = 0; group < reader.FileMetaData.NumRowGroups; group++)
            {
                using CheckpointColumns columns = new(reader, group);
                string?[] paths = columns.Texts("add.path");
                RawText[] json = columns.RawTexts("add.stats");
                RawText[] parsed = ParsedStatistics.Fill(columns, new RawText[columns.RowCount], paths);
                foreach (int row in Enumerable.Range(0, columns.RowCount).Where(row => !json[row].IsEmpty && !parsed[row].IsEmpty))
                {
                    Assert.Equal(Facts(snapshot!, json[row]), Facts(snapshot!, parsed[row]));
                }
            }
        }
    }

    private static IEnumerable<string> Facts(Snapshot snapshot, RawText text)
    {
        FileStatistics statistics = FileStatistics.Parse(text.ToText(), snapshot.Schema, snapshot.ColumnMapping)!;
        return statistics.GetColumns().Where(pair => pair.Value.Min is not null || pair.Value.Max is not null || pair.Value.NullCount is not null)
            .Select(static pair => $"{pair.Key}: {pair.Value.Min} {pair.Value.Max} {pair.Value.NullCount}")
            .Append($"{statistics.RecordCount} {statistics.TightBounds}");
    }

    private static async Task<Snapshot?> TryOpenAsync(string folder)
    {
        try
        {
            IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions()).Open(folder);
            return await (await DeltaTable.OpenAsync(store, null, Cancellation)).GetSnapshotAsync(Cancellation);
        }
        catch (DeltaException)
        {
            // What cannot be opened is the business of CorpusTests.
            return null;
        }
    }
}
