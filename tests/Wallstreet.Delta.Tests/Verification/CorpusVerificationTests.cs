using TestKit;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Delta.Verification;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Verification;

/// <summary>Tables that other implementations wrote, and that are known to be whole.</summary>
public sealed class CorpusVerificationTests
{
    /// <summary>Tables with faults: a column that the files lack and that the statistics call free of nulls; a checkpoint of
    /// another table.</summary>
    private static readonly Dictionary<string, string> _faulty = new()
    {
        ["kernel-rs-data/parsed-stats"] = "'ts_col' has 100 nulls in 100 rows; its statistics say 0",
        ["kernel-rs-data/parquet_row_group_skipping"] = "its table id is d896277e-76a7-4ad9-9d7e-1cdc8cf0ed6e",
    };

    public static TheoryData<string> Sound => [.. CorpusTable.ReadAll()
        .Where(static table => table.Rows is not null && !_faulty.ContainsKey(table.Path)).Select(static table => table.Path)];

    public static TheoryData<string> Faulty => [.. _faulty.Keys];

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task Faults_of_tables_of_others_are_found(string path)
    {
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions()).Open(SharedData.PathOf("delta-corpus/" + path));

        VerificationReport report = await TableVerifier.VerifyAsync(
            store, new VerificationOptions { ReadsData = true }, null, TestContext.Current.CancellationToken);

        Assert.Contains(report.Findings, finding => finding.Severity == VerificationSeverity.Damage
            && finding.Message.Contains(_faulty[path], StringComparison.Ordinal));
    }

    /// <summary>The column was float and is double now: the file holds 3.4000000953674316, and its statistics say 3.4.</summary>
    [Theory]
    [InlineData("delta-golden-extra/type-widening")]
    [InlineData("kernel-rs-data/type-widening")]
    public async Task Bounds_of_floats_in_a_column_that_is_double_now_skip_no_row(string path)
    {
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions()).Open(SharedData.PathOf("delta-corpus/" + path));
        DeltaTable table = await DeltaTable.OpenAsync(store, null, TestContext.Current.CancellationToken);
        Snapshot snapshot = await table.GetSnapshotAsync(TestContext.Current.CancellationToken);

        ScanPlan plan = snapshot.PlanScan(new Predicate.Comparison("float_double", ComparisonOperator.Greater, Literal.Of(3.4)));

        Assert.NotEmpty(plan.Files);
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public async Task No_damage_is_found_in_a_table_that_is_whole(string path)
    {
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions()).Open(SharedData.PathOf("delta-corpus/" + path));

        VerificationReport report = await TableVerifier.VerifyAsync(
            store, new VerificationOptions { ReadsData = true }, null, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(report.Findings, static finding => finding.Severity == VerificationSeverity.Damage);
        Assert.True(report.Version >= 0);
    }
}
