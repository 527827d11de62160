using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Maintenance;

/// <summary>Whether the rows of a table may be written into other files without changing them.</summary>
public static class Rearrangement
{
    private const string RowTrackingProperty = "delta.enableRowTracking";

    /// <summary>Refuses tables whose files cannot be rearranged, before anything is written.</summary>
    /// <param name="snapshot">The version whose files are to be rearranged.</param>
    /// <param name="keepsRowIds">Whether who moves the rows writes their ids with them.</param>
    /// <exception cref="UnsupportedFeatureException">The table cannot be written, or its rows have ids that a file of
    /// other rows could not keep.</exception>
    public static void RequireAllowed(Snapshot snapshot, bool keepsRowIds)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ProtocolGate.RequireWritable(snapshot.Protocol, snapshot.Metadata);

        // Protocol section "Writer Requirements for Row Tracking": rows that move keep their ids, in columns of the file.
        if (snapshot.Metadata.HasRowTracking && !keepsRowIds)
        {
            throw new UnsupportedFeatureException(
                TableFeatures.RowTracking,
                $"The table tracks rows ({RowTrackingProperty}), and the names of the columns in which rows that move would keep "
                + "their ids are missing. Turn the property off first if nobody needs the ids.");
        }
    }
}
