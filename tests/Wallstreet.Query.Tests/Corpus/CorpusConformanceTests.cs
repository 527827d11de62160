using System.Globalization;
using System.Text;
using Wallstreet.Delta;
using Wallstreet.Delta.Tests.Corpus;

namespace Wallstreet.Query.Tests.Corpus;

/// <summary>Every table of ../shared/delta-corpus through both engines. That the built-in engine's rows are those that
/// Spark read, Wallstreet.Delta.Tests proves.</summary>
public sealed class CorpusConformanceTests
{
    private const string Page = "docs/reference/delta-conformance.md";

    /// <summary>The versions of each table for which an answer of Spark is kept, and the newest.</summary>
    public static TheoryData<string, string> Versions() => [.. CorpusTable.ReadAll()
        .Where(static table => CorpusFault.Find(table.Path) is null)
        .SelectMany(static table => VersionsOf(table.Path).DefaultIfEmpty("latest")
            .Select(version => (table.Path, version)))];

    public static TheoryData<string> Faults() => [.. CorpusFault.All.Select(static fault => fault.Path)];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Versions))]
    public async Task Both_engines_read_the_same_rows(string path, string version)
    {
        CorpusTable table = CorpusTable.ReadAll().Single(table => table.Path == path);
        await using CorpusEngines engines = new(table.FindFolder());

        IReadOnlyList<string> queried = await engines.QueryAsync(CorpusTable.NumberOf(version));

        Assert.Equal(await engines.ReadAsync(CorpusTable.NumberOf(version)), queried);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_table_that_cannot_be_read_is_refused_by_the_query_engine_too(string path)
    {
        await using CorpusEngines engines = new(TestKit.SharedData.PathOf("delta-corpus/" + path));
        CorpusFault fault = CorpusFault.Find(path)!;

        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => engines.QueryAsync(null));

        // Of files DuckDB speaks for itself; a table that is not there is not found by name.
        Assert.Equal(
            error switch
            {
                QueryFailedException => nameof(DataFileException),
                TableNotFoundException => nameof(DeltaTableNotFoundException),
                _ => error.GetType().Name,
            },
            fault.Error);
        string tells = fault.Error == nameof(DataFileException) ? Uri.UnescapeDataString(fault.Tells) : fault.Tells;
        Assert.Contains(error is TableNotFoundException ? "no table t" : tells, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_conformance_lists_every_table_with_what_becomes_of_it()
    {
        CorpusTable[] tables = [.. CorpusTable.ReadAll()];
        Assert.SkipWhen(tables.Length == 0, "The corpus is not beside the repository (../shared/delta-corpus).");
        string page = Write(tables);
        string path = TestKit.Repository.PathOf(Page);
        if (Environment.GetEnvironmentVariable("WALLSTREET_GOLDEN") == "write")
        {
            await File.WriteAllTextAsync(path, page, TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(path), $"{path} is missing; this test writes it with WALLSTREET_GOLDEN=write.");
        Assert.True(
            page == await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken),
            $"{path} is stale; this test writes it with WALLSTREET_GOLDEN=write.");
    }

    private static string[] VersionsOf(string path) =>
        [.. CorpusTable.FindExpected().Where(expected => expected.Path == path).Select(static expected => expected.Version)];

    private static string Write(IReadOnlyCollection<CorpusTable> tables)
    {
        int compared = CorpusTable.FindExpected().Select(static expected => expected.Path).Distinct().Count();
        StringBuilder page = new();
        page.Append(string.Create(CultureInfo.InvariantCulture, $"""
            # Delta tables of others, and what becomes of them

            Written by `CorpusConformanceTests` from the manifest of the corpus and from what the tests prove; it fails when this page is stale, and writes it anew with `WALLSTREET_GOLDEN=write`.

            {tables.Count} tables that Spark and the testers of Delta Lake, delta-kernel-rs and DAT wrote. Of {compared} of them Spark's own answer is kept: their contents are compared, row by row, for every version that has one. Of the others the number of rows is that of delta-kernel-rs 0.23, or follows from what wrote them. {CorpusFault.All.Count} tables cannot be read, by damage or because they have a log only: for these the error is given. Every table is read by both engines, the built-in one (Arrow) and DuckDB, with the same rows.

            One table is read differently from Spark on purpose: the partition values of `{CorpusTable.Zoneless}` are times without a zone, which Spark read in the zone of its session (Los Angeles). The log does not tell that zone; such times are UTC here, 7 hours earlier.

            | table | features | rows | result |
            |---|---|---|---|

            """).ReplaceLineEndings("\n"));
        foreach (CorpusTable table in tables.OrderBy(static table => table.Path, StringComparer.Ordinal))
        {
            string[] versions = VersionsOf(table.Path);
            string result = CorpusFault.Find(table.Path) is { } fault
                ? $"`{fault.Error}`: {fault.Tells}"
                : versions.Length == 0 ? "read"
                : versions is ["all"] ? "read, contents are Spark's"
                : $"read, contents are Spark's ({string.Join(", ", versions.Order(StringComparer.Ordinal))})";
            page.Append(CultureInfo.InvariantCulture, $"| `{table.Path}` | {table.Features} | {table.Rows} | {result} |\n");
        }

        return page.ToString();
    }
}
