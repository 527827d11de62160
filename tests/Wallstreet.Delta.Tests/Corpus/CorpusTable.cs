using System.Globalization;
using TestKit;

namespace Wallstreet.Delta.Tests.Corpus;

/// <summary>A table that another implementation wrote, with what its manifest promises.</summary>
/// <param name="Path">The table's folder within the corpus.</param>
/// <param name="Features">Words for what it uses.</param>
/// <param name="Rows">How many rows its newest version has; null where other readers fail.</param>
public sealed record CorpusTable(string Path, string Features, long? Rows)
{
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
            yield return new CorpusTable(cells[0], cells[6], Number(cells[8]) ?? Number(cells[10]));
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

    public static string ExpectedFolder(string tableFolder, string version) => System.IO.Path.Join(
        System.IO.Path.GetDirectoryName(tableFolder), "expected", version == "all" ? "" : version);

    public string FindFolder() => SharedData.PathOf("delta-corpus/" + Path);

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;
}
