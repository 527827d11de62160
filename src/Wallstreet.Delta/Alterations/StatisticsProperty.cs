using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Alterations;

/// <summary>The property <c>delta.dataSkippingStatsColumns</c>: a list of the columns that get statistics, in place of the
/// first ones.</summary>
internal static class StatisticsProperty
{
    public const string Key = "delta.dataSkippingStatsColumns";

    /// <summary>The columns it names; <see langword="null"/> if the property is not set.</summary>
    /// <exception cref="SchemaMismatchException">A name in backquotes does not end.</exception>
    public static IReadOnlyList<ColumnPath>? Find(Metadata metadata) =>
        metadata.FindProperty(Key) is { } text ? [.. ColumnPathText.Split(text).Select(ColumnPathText.Parse)] : null;

    /// <summary>The metadata after a column that it may name got another name.</summary>
    public static Metadata Rename(Metadata metadata, ColumnPath old, ColumnPath renamed) => Change(metadata, columns =>
        columns.Select(column => ColumnReferences.IsWithin(column, old)
            ? new ColumnPath([.. renamed.Names, .. column.Names.Skip(old.Names.Count)])
            : column));

    /// <summary>The metadata after a column that it may name went.</summary>
    public static Metadata Remove(Metadata metadata, ColumnPath old) =>
        Change(metadata, columns => columns.Where(column => !ColumnReferences.IsWithin(column, old)));

    private static Metadata Change(Metadata metadata, Func<IReadOnlyList<ColumnPath>, IEnumerable<ColumnPath>> change) =>
        Find(metadata) is { } columns
            ? metadata.WithProperties((Key, string.Join(',', change(columns).Select(ColumnPathText.Write))))
            : metadata;
}
