using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using ParquetSharp;
using ParquetSharp.Arrow;
using Wallstreet.Delta.Files;
using Wallstreet.Delta.Scan;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Engine;

/// <summary>The bytes of one data file: a local one as it lies there, a small remote one whole, a large one by the ranges that
/// hold the wanted columns.</summary>
internal sealed class DataFileSource : IAsyncDisposable
{
    /// <summary>A file of this size or less is one request.</summary>
    public const int WholeBytesMax = 4 << 20;

    /// <summary>How much of each column of a remote file the Parquet library holds.</summary>
    private const int ColumnBufferBytes = 64 << 10;

    private readonly ScanFile _file;
    private readonly Snapshot _snapshot;
    private readonly Uri _location;
    private readonly RangedFile? _ranges;

    private DataFileSource(ScanFile file, Snapshot snapshot, Uri location, Stream content)
    {
        _file = file;
        _snapshot = snapshot;
        _location = location;
        Content = content;
        _ranges = content as RangedFile;
    }

    public Stream Content { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="DataFileException">It is missing, or out of reach.</exception>
    public static async ValueTask<DataFileSource> OpenAsync(
        IObjectStore store, Snapshot snapshot, ScanFile file, CancellationToken cancellationToken)
    {
        if (!DataPath.TryResolve(file.Add.Path, store, out (IObjectStore Store, string Key) found))
        {
            throw new DataFileException(
                $"The data file '{file.Add.Path}' lies outside of the table at {store.Location} and cannot be reached.");
        }

        try
        {
            Stream content = found.Store.FindLocalPath(found.Key) is { } local
                ? File.OpenRead(local)
                : await OpenRemoteAsync(found.Store, found.Key, file.Add.SizeBytes, cancellationToken).ConfigureAwait(false);
            return new DataFileSource(file, snapshot, store.Location, content);
        }
        catch (Exception exception) when (exception is ObjectNotFoundException or FileNotFoundException
            or DirectoryNotFoundException)
        {
            throw Missing(file, snapshot, store.Location, exception);
        }
    }

    /// <summary>Columns of a remote file are read piece by piece, so that they need not be in memory whole.</summary>
    public ReaderProperties NewReaderProperties()
    {
        ReaderProperties properties = ReaderProperties.GetDefaultReaderProperties();
        if (_ranges is not null)
        {
            properties.EnableBufferedStream();
            properties.BufferSize = ColumnBufferBytes;
        }

        return properties;
    }

    /// <summary>Reads columns of all rows. The batches are the caller's.</summary>
    /// <param name="reader">The Parquet library's reader of <see cref="Content"/>.</param>
    /// <param name="leaves">The columns of the file.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(
        FileReader reader, int[] leaves, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_ranges is not null)
        {
            Guard(() =>
            {
                _ranges.Plan([.. ColumnChunk.Read(_ranges.Footer).Select(
                    group => leaves.Select(leaf => group.ElementAtOrDefault(leaf)).ToList())]);
                return true;
            });
        }

        // A remote file goes group by group, so that what is held of it ends with the group.
        int passes = _ranges is null ? 1 : Guard(() => reader.NumRowGroups);
        for (int pass = 0; pass < passes; pass++)
        {
            await EnterAsync(pass).ConfigureAwait(false);
            int[]? groups = _ranges is null ? null : [pass];
            using IArrowArrayStream stream = Guard(() => reader.GetRecordBatchReader(groups, leaves));
            while (await NextAsync(stream, cancellationToken).ConfigureAwait(false) is { } batch)
            {
                yield return batch;
            }
        }

        if (_ranges is not null && !await _ranges.IsUnchangedAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new DataFileException(
                $"The data file '{_file.Add.Path}' at {_location} was written over while it was read, so what was read may be of two files. "
                + "Data files never change in a Delta table: find what wrote it, restore the file, and read again.");
        }
    }

    /// <summary>The Parquet library throws exceptions of many kinds for a damaged file, plain ones too; whatever it is, the
    /// file is named. What the store said of a read is said as the store said it.</summary>
    public T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Explain(exception);
        }
    }

    public DataFileException Damaged(Exception exception) => new(
        $"The data file '{_file.Add.Path}' cannot be read: {ParquetErrors.Reason(exception)}. It is truncated or damaged; restore it, or "
        + "restore the table to a version without it.",
        exception);

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private static async ValueTask<Stream> OpenRemoteAsync(
        IObjectStore store, string key, long size, CancellationToken cancellationToken)
    {
        if (size <= WholeBytesMax)
        {
            // The size is what the log says: of a file that is larger, this is too little, and not used.
            byte[] content = await store.GetRangeAsync(key, 0, WholeBytesMax + 1, cancellationToken).ConfigureAwait(false);
            if (content.Length <= WholeBytesMax)
            {
                return new MemoryStream(content, writable: false);
            }
        }

        ObjectHead head = await store.FindHeadAsync(key, cancellationToken).ConfigureAwait(false)
            ?? throw new ObjectNotFoundException(store.Location, key);
        return await RangedFile.OpenAsync(store, head, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EnterAsync(int group)
    {
        try
        {
            if (_ranges is not null)
            {
                await _ranges.EnterAsync(group).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is ObjectNotFoundException or EndOfStreamException)
        {
            throw Explain(exception);
        }
    }

    private async ValueTask<RecordBatch?> NextAsync(IArrowArrayStream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadNextRecordBatchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Explain(exception);
        }
    }

    private DataFileException Explain(Exception exception)
    {
        Exception cause = _ranges?.Failure ?? exception;
        if (cause is ObjectNotFoundException)
        {
            return Missing(_file, _snapshot, _location, cause);
        }

        if (!IsDamage(cause))
        {
            ExceptionDispatchInfo.Throw(cause);
        }

        return Damaged(cause);
    }

    private static bool IsDamage(Exception exception) =>
        exception is not (DeltaException or OperationCanceledException or ObjectStoreException);

    private static DataFileException Missing(ScanFile file, Snapshot snapshot, Uri location, Exception exception) => new(
        $"The data file '{file.Add.Path}' of version {snapshot.Version} is missing at {location}. It was deleted "
        + "behind the log's back, or vacuumed: restore it, or read a newer version.",
        exception);
}
