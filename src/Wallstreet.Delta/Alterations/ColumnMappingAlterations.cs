using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Alterations;

/// <summary>How a table comes to column mapping. Protocol section "Column Mapping".</summary>
internal static class ColumnMappingAlterations
{
    public const string ModeKey = "delta.columnMapping.mode";

    /// <exception cref="UnsupportedFeatureException">The table has no column mapping.</exception>
    public static void RequireMapped(Snapshot snapshot, string what)
    {
        if (snapshot.ColumnMapping == ColumnMappingMode.None)
        {
            throw new UnsupportedFeatureException(
                TableFeatures.ColumnMapping,
                $"{what}: the table has no column mapping, so its files know columns by their names only. Turn it on with the "
                + $"property {ModeKey} = name, which needs readers and writers that know the feature, then try again.");
        }
    }

    /// <summary>The metadata after the mode was set; ids and names are given where there are none. The physical names of
    /// the columns that are there are the names that their files use.</summary>
    /// <exception cref="UnsupportedFeatureException">The mode cannot be changed so.</exception>
    public static Metadata ChangeMode(Snapshot before, Metadata changed)
    {
        (ColumnMappingMode old, ColumnMappingMode mode) = (before.ColumnMapping, changed.ColumnMapping);
        if (old == mode)
        {
            return changed;
        }

        string? problem = (old, mode) switch
        {
            (ColumnMappingMode.None, ColumnMappingMode.Name) => null,
            (ColumnMappingMode.None, ColumnMappingMode.Id) when before.FileCount == 0 => null,
            (ColumnMappingMode.None, _) =>
                "its files have no column ids, so readers would find nothing in them. Use the mode name, which does the same for you",
            (_, ColumnMappingMode.None) =>
                "its files know columns by their physical names, which need not be those that users see. Write the table anew to do without",
            _ => "a table keeps the mode it has",
        };
        return problem is null
            ? ColumnMappingIds.AssignMissing(ColumnMappingIds.WithoutIds(changed), keepsNames: true)
            : throw new UnsupportedFeatureException(
                TableFeatures.ColumnMapping, $"The table's {ModeKey} cannot become '{changed.FindProperty(ModeKey) ?? "none"}': {problem}.");
    }
}
