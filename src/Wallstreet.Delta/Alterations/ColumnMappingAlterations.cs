using System.Buffers;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Alterations;

/// <summary>How a table comes to column mapping, and is rid of it. Protocol section "Column Mapping".</summary>
public static class ColumnMappingAlterations
{
    internal const string ModeKey = "delta.columnMapping.mode";

    /// <summary>What the names of columns cannot have where files know them by these names.</summary>
    private static readonly SearchValues<char> _forbidden = SearchValues.Create(" ,;{}()\n\t=");

    /// <summary>Takes column mapping off. That holds only if all files are written anew with the names that users see, in
    /// the same commit.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="keepsProperty">Whether the property <c>delta.columnMapping.mode</c> becomes <c>none</c>; it goes
    /// otherwise.</param>
    /// <returns>The change of the metadata, and of domains that name columns.</returns>
    /// <exception cref="SchemaMismatchException">A column has a name that files cannot have.</exception>
    public static Alteration Remove(Snapshot snapshot, bool keepsProperty)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        string[] bad = [.. ProtocolGate.AllFields(snapshot.Schema).Select(static field => field.Name)
            .Where(static name => name.AsSpan().ContainsAny(_forbidden)).Distinct().Order(StringComparer.Ordinal)];
        if (bad.Length > 0)
        {
            throw new SchemaMismatchException(
                $"Column mapping cannot be taken off: the names of the columns {string.Join(", ", bad.Select(static name => $"'{name}'"))} "
                + "have blanks, line breaks or one of the characters ,;{}()= in them, which only tables with it can have. Rename them first.");
        }

        Metadata metadata = ColumnMappingIds.WithoutIds(snapshot.Metadata);
        Dictionary<string, string> configuration = new(metadata.Configuration, StringComparer.Ordinal);
        configuration.Remove(ModeKey);
        if (keepsProperty)
        {
            configuration[ModeKey] = "none";
        }

        metadata = metadata with { Configuration = configuration };
        return new Alteration(snapshot, metadata, snapshot.Protocol, "REMOVE COLUMN MAPPING")
        {
            ReadsWholeTable = true,
            Domains = ClusteringColumns.Find(snapshot) is { } columns ? [ClusteringColumns.ToDomain(metadata, columns)] : [],
        };
    }

    /// <exception cref="UnsupportedFeatureException">The table has no column mapping.</exception>
    internal static void RequireMapped(Snapshot snapshot, string what)
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
    internal static Metadata ChangeMode(Snapshot before, Metadata changed)
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
                "its files know columns by their physical names and must be written anew, which QueryEngine.RemoveColumnMappingAsync does",
            _ => "a table keeps the mode it has",
        };
        return problem is null
            ? ColumnMappingIds.AssignMissing(ColumnMappingIds.WithoutIds(changed), keepsNames: true)
            : throw new UnsupportedFeatureException(
                TableFeatures.ColumnMapping, $"The table's {ModeKey} cannot become '{changed.FindProperty(ModeKey) ?? "none"}': {problem}.");
    }
}
