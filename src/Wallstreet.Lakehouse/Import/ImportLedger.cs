using Wallstreet.Delta;
using Wallstreet.Lakehouse.Import.Survey;
using Wallstreet.Lakehouse.Lineage;

namespace Wallstreet.Lakehouse.Import;

/// <summary>Which files a table holds, by the hashes that its commits keep.</summary>
internal static class ImportLedger
{
    /// <summary>Refuses files that were imported to the table before and have not been overwritten since.</summary>
    /// <exception cref="ImportException">The table holds one of them.</exception>
    public static async ValueTask RequireNewAsync(
        DeltaTable table, string name, IReadOnlyList<SurveyedFile> files, CancellationToken cancellationToken)
    {
        HashSet<string> hashes = [.. files.Select(static f => f.Print.Sha256)];
        await foreach (CommitRecord commit in table.GetHistoryAsync(null, cancellationToken).ConfigureAwait(false))
        {
            foreach ((string path, string hash) in CommitLineage.FindIn(commit.UserMetadata)?.Sources ?? new Dictionary<string, string>())
            {
                if (hashes.Contains(hash))
                {
                    SurveyedFile file = files.First(f => f.Print.Sha256 == hash);
                    throw new ImportException($"{file.File.DisplayPath} is in {name} already: version {commit.Version} holds it as {path}, "
                        + "with the same SHA-256. Nothing was imported. --force appends it once more; --mode merge --key … replaces its rows.");
                }
            }

            if (commit.Parameters.TryGetValue("mode", out string? mode) && mode == "Overwrite" && !commit.Parameters.ContainsKey("predicate"))
            {
                return;
            }
        }
    }
}
