namespace Wallstreet.Delta.Streams;

/// <summary>Admits files to a batch until it is full, or until the end that it had before. The first file of a new batch is
/// always admitted, or a big one would stop the stream.</summary>
internal sealed class BatchLimits(StreamOptions options, StreamOffset? until)
{
    private int _files;
    private long _bytes;

    /// <summary>The last version to look at.</summary>
    public long LastVersion(long latest) => until is null
        ? latest
        : Math.Min(latest, until.Index > 0 ? until.Version : until.Version - 1);

    public bool TryAdmit(StreamOffset place, long sizeBytes)
    {
        if (until is not null)
        {
            return IsBefore(place, until);
        }

        bool fits = _files == 0
            || (_files < options.FilesMax && (options.BytesMax is not { } max || sizeBytes <= max - _bytes));
        if (fits)
        {
            _files++;
            _bytes = sizeBytes > long.MaxValue - _bytes ? long.MaxValue : _bytes + sizeBytes;
        }

        return fits;
    }

    private static bool IsBefore(StreamOffset place, StreamOffset end) =>
        place.IsInitialSnapshot == end.IsInitialSnapshot
            ? place.Version < end.Version || (place.Version == end.Version && place.Index < end.Index)
            : place.IsInitialSnapshot;
}
