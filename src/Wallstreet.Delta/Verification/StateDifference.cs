using System.Collections.Immutable;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Snapshots;

namespace Wallstreet.Delta.Verification;

/// <summary>Compares what two ways of reading a version say of it. Statistics may be left out of checkpoints, and
/// tombstones expire; all else must agree. Protocol section "Action Reconciliation".</summary>
internal static class StateDifference
{
    private const int NamedMax = 3;

    /// <summary>What the other says differently; null if they agree.</summary>
    /// <param name="expected">By the commits.</param>
    /// <param name="actual">By the other.</param>
    public static string? Find(TableState expected, TableState actual) =>
        (!expected.Protocol.Equals(actual.Protocol) ? "its protocol is another one" : null)
        ?? FindInMetadata(expected.Metadata, actual.Metadata)
        ?? FindInFiles(expected.Files, actual.Files)
        ?? FindInMap(Remembered(expected, actual), actual.Applications, "application")
        ?? FindInMap(expected.Domains, actual.Domains, "domain");

    /// <summary>Checkpoints leave out applications that the table's retention forgets.</summary>
    private static ImmutableDictionary<string, ApplicationTransaction> Remembered(TableState expected, TableState actual) =>
        expected.Metadata.ApplicationRetention is null
            ? expected.Applications
            : expected.Applications.RemoveRange(expected.Applications
                .Where(pair => pair.Value.LastUpdatedMilliseconds is not null && !actual.Applications.ContainsKey(pair.Key))
                .Select(static pair => pair.Key));

    /// <summary>Writers differ on how they write the same schema, and on whether they keep what is empty.</summary>
    private static string? FindInMetadata(Metadata expected, Metadata actual) =>
        expected.Id != actual.Id ? $"its table id is {actual.Id}, and {expected.Id} by the commits"
            : !expected.Schema.Equals(actual.Schema) ? "its schema is another one"
            : !expected.PartitionColumns.SequenceEqual(actual.PartitionColumns) ? "its partition columns are others"
            : FindInMap(expected.Configuration, actual.Configuration, "property");

    public static string? FindInFiles(FileSet expected, FileSet actual)
    {
        List<string> lost = [];
        List<string> changed = [];
        foreach (AddFile file in expected)
        {
            AddFile? other = actual.Find(file.Key);
            if (other is null)
            {
                lost.Add(file.Path);
            }
            else if (!Same(file, other))
            {
                changed.Add(file.Path);
            }
        }

        List<string> added = [.. actual.Where(file => expected.Find(file.Key) is null).Select(static file => file.Path)];
        return Tell(lost, "lacks the files") ?? Tell(added, "has the files, which the commits do not,")
            ?? Tell(changed, "says other sizes, partition values, vectors or row ids of the files");
    }

    private static string? Tell(List<string> paths, string what) => paths.Count == 0
        ? null
        : $"it {what} {string.Join(", ", paths.Take(NamedMax).Select(static path => $"'{path}'"))}"
            + (paths.Count > NamedMax ? $" and {paths.Count - NamedMax} more" : "");

    private static bool Same(AddFile a, AddFile b) =>
        a.SizeBytes == b.SizeBytes && Equals(a.DeletionVector, b.DeletionVector) && a.BaseRowId == b.BaseRowId
        && a.DefaultRowCommitVersion == b.DefaultRowCommitVersion && SameValues(a, b);

    private static bool SameValues(AddFile a, AddFile b) =>
        a.PartitionValues.Count == b.PartitionValues.Count
        && a.PartitionValues.All(pair => b.PartitionValues.TryGetValue(pair.Key, out string? value)
            && (pair.Value ?? "") == (value ?? ""));

    private static string? FindInMap<T>(
        IReadOnlyDictionary<string, T> expected, IReadOnlyDictionary<string, T> actual, string what)
    {
        string? differs = expected.Keys.Concat(actual.Keys).FirstOrDefault(key =>
            !expected.TryGetValue(key, out T? a) || !actual.TryGetValue(key, out T? b) || !Equals(a, b));
        return differs is null ? null : $"it says otherwise of the {what} '{differs}'";
    }
}
