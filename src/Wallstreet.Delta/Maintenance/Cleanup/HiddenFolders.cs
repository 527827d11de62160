using Wallstreet.Delta.Scan;

namespace Wallstreet.Delta.Maintenance.Cleanup;

/// <summary>Tells which files below a table are none of its data: those in folders, or with names, that begin with an
/// underscore or a point, as the reference implementation has it. A folder of a partition is data whatever the column is
/// called.</summary>
internal sealed class HiddenFolders(IReadOnlyList<PartitionColumn> partitions)
{
    /// <summary>Where data files are staged before they are put into place; a writer that was killed leaves some.</summary>
    private const string Staging = "_wallstreet_staging";

    private static readonly string[] _known = ["_change_data", "_delta_index", Staging];

    private readonly string[] _prefixes =
        [.. partitions.SelectMany(static column => new[] { column.Name + "=", column.PhysicalName + "=" }).Distinct()];

    public bool Hides(string key)
    {
        foreach (Range range in key.AsSpan().Split('/'))
        {
            if (IsHidden(key.AsSpan(range)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsHidden(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name[0] is not ('_' or '.'))
        {
            return false;
        }

        foreach (string known in _known)
        {
            if (name.SequenceEqual(known))
            {
                return false;
            }
        }

        foreach (string prefix in _prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
