using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Maintenance;

/// <summary>Whether the rows of a table may be written into other files without changing them.</summary>
public static class Rearrangement
{
    private const string RowTrackingProperty = "delta.enableRowTracking";

    /// <summary>Refuses tables whose files cannot be rearranged, before anything is written.</summary>
    /// <param name="snapshot">The version whose files are to be rearranged.</param>
    /// <exception cref="UnsupportedFeatureException">The table cannot be written, or its rows have ids that a file of
    /// other rows could not keep.</exception>
    public static void RequireAllowed(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ProtocolGate.RequireWritable(snapshot.Protocol, snapshot.Metadata);

        // Protocol section "Writer Requirements for Row Tracking": rows that move keep their ids, in columns of the file.
        Metadata metadata = snapshot.Metadata;
        if (metadata.HasRowTracking && (metadata.RowIdColumn is null || metadata.RowCommitVersionColumn is null
            || metadata.ColumnMapping != ColumnMappingMode.None))
        {
            throw new UnsupportedFeatureException(
                TableFeatures.RowTracking,
                $"The table tracks rows (rowTracking, {RowTrackingProperty}), and this version cannot keep the ids of rows that "
                + (metadata.ColumnMapping != ColumnMappingMode.None
                    ? "move to another file of a table with column mapping. "
                    : "move to another file, because the table names no columns for them. ")
                + "Turn the property off first if nobody needs the ids.");
        }

        if (HasVariant(snapshot.Schema))
        {
            throw new UnsupportedFeatureException(
                "variantType",
                "The table has a column of type variant (variantType), and this version reads variants as text only. Rewrite the "
                + "table with a program that writes them.");
        }
    }

    private static bool HasVariant(DeltaType type) => type switch
    {
        PrimitiveType primitive => primitive.Kind == PrimitiveKind.Variant,
        StructType structure => structure.Fields.Any(static field => HasVariant(field.Type)),
        ArrayType array => HasVariant(array.ElementType),
        MapType map => HasVariant(map.KeyType) || HasVariant(map.ValueType),
        _ => false,
    };
}
