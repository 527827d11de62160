using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Transactions;

/// <summary>Gives the files of one commit row ids that no other file has. Protocol section "Writer Requirements for Row
/// Tracking".</summary>
internal sealed class RowIdAssignment
{
    private readonly TableState? _latest;
    private readonly long _version;
    private readonly long _before;
    private readonly StatisticsLayout _counts;
    private long _highest;

    /// <param name="metadata">The table's metadata after the commit.</param>
    /// <param name="latest">The version before it, or null for the first.</param>
    public RowIdAssignment(Metadata metadata, TableState? latest)
    {
        _latest = latest;
        _version = latest is null ? 0 : latest.Version + 1;
        _before = _highest = RowTracking.FindHighWaterMark(latest);
        _counts = StatisticsLayout.Of(metadata.Schema, metadata.ColumnMapping, []);
    }

    /// <summary>The domain that tells later writers which ids are taken; null if that has not changed.</summary>
    public DomainMetadata? Domain => _highest > _before ? RowTracking.ToDomain(_highest) : null;

    /// <summary>A file as the newest version knows it: another writer may have given it ids meanwhile.</summary>
    public AddFile Current(AddFile file) => _latest?.Files.Find(file.Key) ?? file;

    /// <summary>A file with row ids: those it has already, else fresh ones.</summary>
    public AddFile Assign(AddFile file)
    {
        AddFile known = file.BaseRowId is null ? Current(file) : file;
        if (known.BaseRowId is { } first)
        {
            _highest = Math.Max(_highest, first + (CountRows(file) ?? 1) - 1);
            return file with
            {
                BaseRowId = first,
                DefaultRowCommitVersion = known.DefaultRowCommitVersion ?? _version,
            };
        }

        long count = CountRows(file) ?? throw new UnsupportedFeatureException(
            TableFeatures.RowTracking,
            $"The file '{file.Path}' cannot get row ids, as rowTracking demands: its statistics do not say how many rows it "
            + "has (numRecords). Write it with statistics.");
        long start = _highest + 1;
        _highest += count;
        return file with { BaseRowId = start, DefaultRowCommitVersion = _version };
    }

    private long? CountRows(AddFile file) =>
        file.RawStatistics.IsEmpty ? null : _counts.Read(file.RawStatistics.ToBytes())?.RecordCount;
}
