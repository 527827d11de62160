namespace Wallstreet.Delta.Streams;

/// <summary>Admits files to a batch until it is full. The first file is always admitted, or a big one would stop the
/// stream.</summary>
internal sealed class BatchLimits(StreamOptions options)
{
    private int _files;
    private long _bytes;

    public bool TryAdmit(long sizeBytes)
    {
        bool fits = _files == 0
            || (_files < options.FilesMax && (options.BytesMax is not { } max || sizeBytes <= max - _bytes));
        if (fits)
        {
            _files++;
            _bytes = sizeBytes > long.MaxValue - _bytes ? long.MaxValue : _bytes + sizeBytes;
        }

        return fits;
    }
}
