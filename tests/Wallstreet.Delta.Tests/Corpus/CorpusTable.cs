using System.Globalization;
using TestKit;

namespace Wallstreet.Delta.Tests.Corpus;

/// <summary>A table that another implementation wrote, with what its manifest promises.</summary>
/// <param name="Path">The table's folder within the corpus.</param>
/// <param name="Features">Words for what it uses.</param>
/// <param name="Rows">How many rows its newest version has; null where other readers fail.</param>
public sealed record CorpusTable(string Path, string Features, long? Rows)
{
    /// <summary>Its partition values are times without a zone. We read such times as UTC; Spark read them in the zone of
    /// its session, which the log does not tell.</summary>
    public const string Zoneless = "kernel-rs-golden/data-reader-partition-values/delta";

    /// <summary>Rows of tables that the other readers, which counted for the manifest, cannot read: by what wrote them.
    /// </summary>
    private static readonly Dictionary<string, long> _uncounted = new(StringComparer.Ordinal)
    {
        ["delta-golden-extra/spark-variant-checkpoint"] = 102,
        ["delta-spark-resources/variant-stats-nested-no-checkpoint"] = 10,
        ["delta-spark-resources/variant-stats-no-checkpoint"] = 10,
        ["delta-spark-resources/variant-stats-state-reconstruction"] = 1,
        ["delta-spark-resources/variant-stats-with-struct-no-checkpoint"] = 10,
        ["kernel-rs-data/unshredded-variant"] = 102,
        ["kernel-rs-data/void-column"] = 3,

        // Their one file was removed under another spelling of its path.
        ["kernel-rs-golden/canonicalized-paths-normal-a/delta"] = 0,
        ["kernel-rs-golden/canonicalized-paths-normal-b/delta"] = 0,
        ["kernel-rs-golden/canonicalized-paths-special-a/delta"] = 0,
        ["kernel-rs-golden/canonicalized-paths-special-b/delta"] = 0,
    };

    public static IEnumerable<CorpusTable> ReadAll()
    {
        string manifest = System.IO.Path.Join(
            System.IO.Path.GetDirectoryName(Repository.Root), "shared", "delta-corpus", "MANIFEST.tsv");
        if (!File.Exists(manifest))
        {
            yield break;
        }

        foreach (string line in File.ReadLines(manifest).Skip(1))
        {
            string[] cells = line.Split('\t');
            yield return new CorpusTable(cells[0], cells[6], Number(cells[8]) ?? Number(cells[10])
                ?? (_uncounted.TryGetValue(cells[0], out long rows) ? rows : null));
        }
    }

    /// <summary>Every table and version for which Spark's answer is kept.</summary>
    public static IEnumerable<(string Path, string Version)> FindExpected()
    {
        string root = System.IO.Path.Join(
            System.IO.Path.GetDirectoryName(Repository.Root), "shared", "delta-corpus");
        foreach (CorpusTable table in ReadAll().Where(static table => table.Path.EndsWith("/delta", StringComparison.Ordinal)))
        {
            string expected = System.IO.Path.Join(root, table.Path[..^"delta".Length], "expected");
            if (!Directory.Exists(expected))
            {
                continue;
            }

            string[] versions = [.. Directory.EnumerateDirectories(expected)
                .Select(static folder => System.IO.Path.GetFileName(folder))
                .Where(static name => name == "latest" || (name.StartsWith('v') && name.Length < 5))];
            foreach (string version in versions.Length == 0 ? ["all"] : versions)
            {
                yield return (table.Path, version);
            }
        }
    }

    /// <summary>The number of a version for which an answer is kept; null for the newest.</summary>
    public static long? NumberOf(string version) => version.StartsWith('v') ? Number(version[1..]) : null;

    public static string ExpectedFolder(string tableFolder, string version) => System.IO.Path.Join(
        System.IO.Path.GetDirectoryName(tableFolder), "expected", version == "all" ? "" : version);

    public string FindFolder() => SharedData.PathOf("delta-corpus/" + Path);

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
}
