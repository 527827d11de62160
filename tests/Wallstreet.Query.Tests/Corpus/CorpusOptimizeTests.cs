using Wallstreet.Delta;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Query.Maintenance;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Corpus;

/// <summary>Tables that others wrote keep their rows when their files are rewritten, or are refused by a feature's name.
/// </summary>
public sealed class CorpusOptimizeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Tables() => [.. CorpusTable.ReadAll()
        .Where(static table => CorpusFault.Find(table.Path) is null)
        .Select(static table => table.Path)];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Tables))]
    public async Task A_table_of_others_keeps_its_rows_when_it_is_optimized(string path)
    {
        using TestKit.TemporaryFolder folder = new();
        Copy(CorpusTable.ReadAll().Single(table => table.Path == path).FindFolder(), folder["t"]);
        using ObjectStoreFactory stores = new(new ObjectStoreOptions());
        IObjectStore root = stores.Open(folder.Path);
        QueryOptions options = new() { TempDirectory = folder["temp"], CacheDirectory = folder["cache"], Threads = 1 };
        await using QueryEngine engine = new(new FolderCatalog(root), stores, options, TimeProvider.System);
        await using CorpusEngines before = new(folder["t"]);
        IReadOnlyList<string> rows = await before.ReadAsync(null);
        DeltaTable table = await DeltaTable.OpenAsync(root.Under("t"), null, Token);
        long version = (await table.GetSnapshotAsync(Token)).Version;

        try
        {
            await engine.OptimizeAsync(table, new OptimizeRequest(), null, Token);
            await engine.OptimizeAsync(table, new OptimizeRequest { Purge = true }, null, Token);
        }
        catch (UnsupportedFeatureException refused)
        {
            Assert.NotEmpty(refused.Feature);
            Assert.Equal(version, (await table.GetSnapshotAsync(Token)).Version);
        }

        await using CorpusEngines after = new(folder["t"]);
        Assert.Equal(rows.Order(StringComparer.Ordinal), (await after.ReadAsync(null)).Order(StringComparer.Ordinal));
        Assert.Equal(rows.Order(StringComparer.Ordinal), (await after.QueryAsync(null)).Order(StringComparer.Ordinal));
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
