using TestKit;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Delta.Verification;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Verification;

/// <summary>Tables that other implementations wrote, and that are known to be whole.</summary>
public sealed class CorpusVerificationTests
{
    /// <summary>A column that was float and is double now: its values are 3.4000000953674316, and the statistics of the old
    /// files say 3.4, which as a double is less.</summary>
    private static readonly string[] _tooTight = ["delta-golden-extra/type-widening", "kernel-rs-data/type-widening"];

    public static TheoryData<string> Sound => [.. CorpusTable.ReadAll()
        .Where(static table => table.Rows is not null && !_tooTight.Contains(table.Path)).Select(static table => table.Path)];

    public static TheoryData<string> TooTight => [.. _tooTight];

    [Theory]
    [MemberData(nameof(TooTight))]
    public async Task Bounds_that_are_tighter_than_the_rows_are_found_in_tables_of_others(string path)
    {
        IObjectStore store = new ObjectStoreFactory(new ObjectStoreOptions()).Open(SharedData.PathOf("delta-corpus/" + path));

        VerificationReport report = await TableVerifier.VerifyAsync(
            store, new VerificationOptions { ReadsData = true }, null, TestContext.Current.CancellationToken);

        VerificationFinding finding = Assert.Single(
            report.Findings, static finding => finding.Severity == VerificationSeverity.Damage);
        Assert.Contains("'float_double' has the value 3.4000000953674316", finding.Message, StringComparison.Ordinal);
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
