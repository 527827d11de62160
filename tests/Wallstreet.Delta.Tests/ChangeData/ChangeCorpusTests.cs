using Apache.Arrow;
using TestKit;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.ChangeData;

/// <summary>Changes of tables that other implementations wrote.</summary>
public sealed class ChangeCorpusTests
{
    private const string Kernel = "kernel-rs-data/";

    /// <summary>Tables whose change data was put in by hand and does not fit their files, or whose files are not there.
    /// </summary>
    private static readonly string[] _manual =
    [
        Kernel + "cdf-table-simple", Kernel + "cdf-table-update-ops", Kernel + "table-with-cdf",
        "kernel-rs-golden/deltalog-getChanges/delta", "kernel-rs-golden/log-replay-special-characters/delta",
        "kernel-rs-golden/log-replay-special-characters-a/delta", "kernel-rs-golden/snapshot-vacuumed/delta",
        "kernel-rs-golden/canonicalized-paths-normal-a/delta", "kernel-rs-golden/canonicalized-paths-normal-b/delta",
        "kernel-rs-golden/canonicalized-paths-special-a/delta", "kernel-rs-golden/canonicalized-paths-special-b/delta",
    ];

    public static TheoryData<string> Tables => [.. CorpusTable.ReadAll()
        .Where(static table => table.Rows is not null && !_manual.Contains(table.Path))
        .Select(static table => table.Path)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cdf-table-with-dv", 0, null, """
        0 insert 0..9|1 delete 0,9|2 insert 0,9|3 delete 0,1,4,5|4 insert 1,4|5 delete 3|5 insert 0,5|6 insert 3
        """)]
    [InlineData("cdf-table-simple", 0, null, "0 insert 0..9|1 delete 0..9|2 insert 20..24")]
    [InlineData("cdf-table-simple", 1, 1L, "1 delete 0..9")]
    [InlineData("cdf-table-update-ops", 0, 2L, "0 insert 0..9|1 update_pre 20..24|2 update_post 30..34")]
    [InlineData("cdf-table-data-change", 0, 1L, "0 insert 0..9")]
    [InlineData("cdf-table-delete-unconditional", 0, null, "0 insert 0..9|1 delete 0..9")]
    [InlineData("cdf-table-delete-conditional-all-rows", 0, null, "0 insert 0..9|1 delete 0..9")]
    [InlineData("cdf-table-delete-conditional-two-rows", 0, null, "0 insert 0..9|1 delete 2,8")]
    [InlineData("cdf-table-partitioned", 0, null,
        "0 insert 0..5|1 delete 3|1 update_postimage 1|1 update_preimage 1|2 delete 0,2,4")]
    [InlineData("cdf-table-with-cdc-and-dvs", 0, null, """
        0 insert 1|1 insert 2..5|2 delete 3|4 insert 3|5 delete 4,5|7 insert 4|8 insert 5
        |9 update_postimage 1..3|9 update_preimage 1..3|10 delete 1|12 update_postimage 2|12 update_preimage 2
        |14 insert 6,7|15 insert 8,9|16 delete 7,8|18 insert 10,11|18 update_postimage 9|18 update_preimage 9
        |20 update_postimage 11|20 update_preimage 11|22 delete 11|22 insert 12|24 delete 2..6,9|25 insert 0..2
        """)]
    public async Task Changes_are_those_that_the_reference_implementation_reads(
        string table, long from, long? to, string expected)
    {
        DeltaTable found = await OpenAsync(Kernel + table);
        ChangePlan plan = await found.PlanChangesAsync(from, to, Cancellation);
        List<(long Version, string Kind, long Id)> rows = [];
        await foreach (RecordBatch batch in new ArrowDataEngine().ReadChangesAsync(
            found, plan, ["_commit_version", "_change_type", plan.Schema.Fields[0].Name], Cancellation))
        {
            using (batch)
            {
                for (int row = 0; row < batch.Length; row++)
                {
                    rows.Add((
                        ((Int64Array)batch.Column(0)).GetValue(row)!.Value,
                        ((StringArray)batch.Column(1)).GetString(row),
                        NumberAt(batch.Column(2), row)));
                }
            }
        }

        Assert.Equal(
            string.Join("|", expected.Split('|').Select(static part => Expand(part.Trim()))),
            string.Join("|", rows.GroupBy(static row => (row.Version, row.Kind)).OrderBy(static group => group.Key)
                .Select(static group => $"{group.Key.Version} {group.Key.Kind} "
                    + string.Join(",", group.Select(static row => row.Id).Order()))));
    }

    /// <summary>Rows of the version before, with what came and without what went, are the rows of the version.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public async Task The_changes_of_a_version_lead_from_the_version_before_to_it(string path)
    {
        DeltaTable table = await OpenAsync(path);
        Snapshot latest = await table.GetSnapshotAsync(Cancellation);
        int compared = 0;
        for (long version = 0; version <= Math.Min(latest.Version, 30); version++)
        {
            if (await TryPlanAsync(table, version) is { } plan
                && await FindRowsAsync(table, version - 1, plan) is { } rows
                && await FindRowsAsync(table, version, plan) is { } after)
            {
                await foreach (RecordBatch batch in new ArrowDataEngine().ReadChangesAsync(table, plan, null, Cancellation))
                {
                    Apply(rows, batch, plan.Schema.Fields.Count - 3);
                }

                Assert.Equal(Sorted(after), Sorted(rows));
                compared++;
            }
        }

        Assert.True(compared > 0, "No version of the table tells its changes.");
    }

    private static async Task<ChangePlan?> TryPlanAsync(DeltaTable table, long version)
    {
        try
        {
            if (version > 0)
            {
                await table.GetSnapshotAsync(version - 1, Cancellation);
            }

            return await table.PlanChangesAsync(
                ChangeRange.Versions(version, version), new ChangeOptions { InferWithoutFeed = true }, Cancellation);
        }
        catch (Exception exception) when (exception is VersionNotFoundException
            or ChangeDataException { Problem: ChangeDataProblem.NotInferable or ChangeDataProblem.SchemaChanged })
        {
            return null;
        }
    }

    /// <summary>The rows of a version and how often each is there; null if its files are gone, or lie in other partitions.
    /// </summary>
    private static async Task<Dictionary<string, int>?> FindRowsAsync(DeltaTable table, long version, ChangePlan plan)
    {
        try
        {
            return version < 0 ? [] : await RowsAsync(table, version, plan);
        }
        catch (DataFileException exception)
            when (exception.InnerException is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static async Task<Dictionary<string, int>?> RowsAsync(DeltaTable table, long version, ChangePlan plan)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(version, Cancellation);
        if (!snapshot.PartitionColumns.SequenceEqual(plan.Snapshot.PartitionColumns))
        {
            return null;
        }

        ScanPlan scan = new(plan.Snapshot, null, snapshot.PlanScan().Files, 0);
        Dictionary<string, int> rows = [];
        await foreach (RecordBatch batch in new ArrowDataEngine().ReadAsync(table, scan, null, Cancellation))
        {
            using (batch)
            {
                foreach (string row in RowText.Of(batch))
                {
                    rows[row] = rows.GetValueOrDefault(row) + 1;
                }
            }
        }

        return rows;
    }

    private static void Apply(Dictionary<string, int> rows, RecordBatch batch, int columns)
    {
        using (batch)
        {
            StringArray kinds = (StringArray)batch.Column(columns);
            RecordBatch data = new(
                new Apache.Arrow.Schema(batch.Schema.FieldsList.Take(columns), null), batch.Arrays.Take(columns), batch.Length);
            int at = 0;
            foreach (string row in RowText.Of(data))
            {
                int sign = kinds.GetString(at++) switch
                {
                    "insert" or "update_postimage" => 1,
                    "delete" or "update_preimage" => -1,
                    string other => throw new InvalidOperationException(other),
                };
                rows[row] = rows.GetValueOrDefault(row) + sign;
            }
        }
    }

    private static string Sorted(Dictionary<string, int> rows) => string.Join(
        '\n', rows.Where(static row => row.Value != 0).Select(static row => $"{row.Value} x {row.Key}").Order(StringComparer.Ordinal));

    private static string Expand(string part)
    {
        string[] words = part.Split(' ');
        return $"{words[0]} {words[1]} " + string.Join(",", words[2].Split(',').SelectMany(static range =>
        {
            string[] ends = range.Split("..");
            int first = int.Parse(ends[0], null);
            return Enumerable.Range(first, int.Parse(ends[^1], null) - first + 1);
        }));
    }

    private static long NumberAt(IArrowArray array, int row) => array switch
    {
        Int64Array numbers => numbers.GetValue(row)!.Value,
        Int32Array numbers => numbers.GetValue(row)!.Value,
        _ => throw new NotSupportedException(array.GetType().Name),
    };

    private static async Task<DeltaTable> OpenAsync(string path) => await DeltaTable.OpenAsync(
        new ObjectStoreFactory(new ObjectStoreOptions()).Open(SharedData.PathOf("delta-corpus/" + path)), null, Cancellation);
}
