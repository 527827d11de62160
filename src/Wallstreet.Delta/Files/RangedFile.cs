using Wallstreet.Storage;

namespace Wallstreet.Delta.Files;

/// <summary>
/// A remote Parquet file as a stream of which only what is read is fetched: its end, where the footer is, at once; then the
/// columns that <see cref="Plan"/> names, by large ranges and ahead of the reader; anything else when it is asked for.
/// </summary>
/// <remarks>For one reader. Memory is bounded: what is ahead by <see cref="AheadBytesMax"/>, what is being read by a block of
/// each column (<see cref="FetchPlan"/>); a block goes when its last byte was read, or its row group is over.</remarks>
internal sealed class RangedFile : Stream
{
    /// <summary>How much is fetched before it is needed, all requests under way together.</summary>
    public const int AheadBytesMax = 32 << 20;

    private const int RequestsAheadMax = 16;
    private const int GuessBytes = 64 << 10;
    private const int UnplannedBytesMax = 1 << 20;
    private const int TrailerBytes = 8;
    private readonly IObjectStore _store;
    private readonly ObjectHead _head;
    private readonly CancellationTokenSource _stop;
    private readonly byte[] _tail;
    private readonly long _tailStart;
    private readonly List<Task<byte[]>> _requests = [];
    private List<FetchBlock> _blocks = [];
    private List<FetchBlock> _order = [];

    private RangedFile(IObjectStore store, ObjectHead head, byte[] tail, CancellationToken cancellationToken)
    {
        _store = store;
        _head = head;
        _tail = tail;
        _tailStart = head.SizeBytes - tail.Length;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _head.SizeBytes;

    public override long Position { get; set; }

    /// <summary>What the store said when a read failed: the Parquet library makes a text of it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The footer alone, without its length and magic number; nothing if the end is not that of a Parquet file.
    /// </summary>
    public ReadOnlySpan<byte> Footer
    {
        get
        {
            long length = _tail.Length < TrailerBytes ? 0 : BitConverter.ToUInt32(_tail, _tail.Length - TrailerBytes);
            return length <= _tail.Length - TrailerBytes ? _tail.AsSpan((int)(_tail.Length - TrailerBytes - length), (int)length) : [];
        }
    }

    /// <summary>Fetches the end of a file.</summary>
    /// <param name="store">The store that has it.</param>
    /// <param name="head">The file.</param>
    /// <param name="cancellationToken">Ends this and all later reads.</param>
    public static async ValueTask<RangedFile> OpenAsync(
        IObjectStore store, ObjectHead head, CancellationToken cancellationToken)
    {
        byte[] tail = await ReadTailAsync(store, head, GuessBytes, cancellationToken).ConfigureAwait(false);
        if (tail.Length >= TrailerBytes)
        {
            long needed = BitConverter.ToUInt32(tail, tail.Length - TrailerBytes) + (long)TrailerBytes;
            if (tail.AsSpan(^4..).SequenceEqual("PAR1"u8) && needed > tail.Length && needed <= head.SizeBytes)
            {
                tail = await ReadTailAsync(store, head, needed, cancellationToken).ConfigureAwait(false);
            }
        }

        return new RangedFile(store, head, tail, cancellationToken);
    }

    /// <summary>Says what will be read: chunks of columns, side by side within a row group, and row group after row group.</summary>
    /// <param name="groups">The chunks of each row group.</param>
    public void Plan(IReadOnlyList<IReadOnlyList<ColumnChunk>> groups)
    {
        _blocks = FetchPlan.Create(groups, _tailStart);
        _order = [.. _blocks.OrderBy(static block => block.FirstGroup).ThenBy(static block => block.Place)];
        for (int index = 0; index < _order.Count; index++)
        {
            _order[index].Turn = index;
        }
    }

    /// <summary>Begins a row group: lets go of those before, and fetches what it is read from first.</summary>
    public async ValueTask EnterAsync(int group)
    {
        foreach (FetchBlock block in _blocks.TakeWhile(block => block.FirstGroup < group))
        {
            if (block.LastGroup < group)
            {
                block.Content = null;
            }
        }

        int first = _order.FindIndex(block => block.LastGroup >= group);
        if (first < 0)
        {
            return;
        }

        FetchFrom(first);
        foreach (FetchBlock block in _order.Skip(first).TakeWhile(block => block.FirstGroup <= group && block.Place == 0))
        {
            if (block.Content is { } content)
            {
                await content.ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether the file is still the one that was opened. One that is gone has been read as it was.</summary>
    public async ValueTask<bool> IsUnchangedAsync(CancellationToken cancellationToken) =>
        await _store.FindHeadAsync(_head.Key, cancellationToken).ConfigureAwait(false) is not { } now
        || (now.SizeBytes == _head.SizeBytes
            && (now.ETag is null || _head.ETag is null ? now.LastModified == _head.LastModified : now.ETag == _head.ETag));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(buffer.Length, Length - Position);
        if (count <= 0)
        {
            return 0;
        }

        if (Position >= _tailStart)
        {
            _tail.AsSpan((int)(Position - _tailStart), count).CopyTo(buffer);
        }
        else
        {
            try
            {
                count = ReadRemote(buffer[..count]);
            }
            catch (Exception exception)
            {
                Failure ??= exception;
                throw;
            }
        }

        Position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException("A remote file is only read.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A remote file is only read.");

    /// <summary>Ends the requests that are under way, and waits for them.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (Task request in _requests)
        {
            await request.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadRemote(Span<byte> buffer)
    {
        int index = FindBlock(Position);
        if (index >= 0 && Position < _blocks[index].End)
        {
            FetchBlock block = _blocks[index];
            byte[] content = Wait(Fetch(block));
            int count = (int)Math.Min(buffer.Length, block.End - Position);
            content.AsSpan((int)(Position - block.Start), count).CopyTo(buffer);
            block.Consumed += count;
            if (block.Consumed >= block.Needed)
            {
                block.Content = null;
            }

            return count;
        }

        long next = index + 1 < _blocks.Count ? _blocks[index + 1].Start : _tailStart;
        int length = (int)Math.Min(Math.Min(buffer.Length, UnplannedBytesMax), next - Position);
        Wait(ReadAsync(Position, length)).CopyTo(buffer);
        return length;
    }

    /// <summary>The last block that begins at or before a byte; -1 if there is none.</summary>
    private int FindBlock(long position)
    {
        (int low, int high) = (0, _blocks.Count - 1);
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_blocks[middle].Start <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }

    private Task<byte[]> Fetch(FetchBlock block)
    {
        Task<byte[]> content = block.Content ?? Start(block);
        FetchFrom(block.Turn);
        return content;
    }

    /// <summary>Begins to fetch a block and those that are needed after it, as far as they were not read yet.</summary>
    private void FetchFrom(int first)
    {
        (long bytes, int requests) = (0, 0);
        foreach (FetchBlock block in _order.Skip(first).Where(static block => block.Content is not null || block.Consumed == 0))
        {
            bytes += block.Length;
            if (++requests > 1 && (bytes > AheadBytesMax || requests > RequestsAheadMax))
            {
                return;
            }

            _ = block.Content ?? Start(block);
        }
    }

    private Task<byte[]> Start(FetchBlock block)
    {
        block.Consumed = 0;
        _requests.RemoveAll(static request => request.IsCompletedSuccessfully);
        Task<byte[]> request = ReadAsync(block.Start, block.Length);
        _requests.Add(request);
        return block.Content = request;
    }

    private async Task<byte[]> ReadAsync(long start, int length)
    {
        byte[] content = await _store.GetRangeAsync(_head.Key, start, length, _stop.Token).ConfigureAwait(false);
        return content.Length == length
            ? content
            : throw new EndOfStreamException(
                $"it had {Length} bytes when it was opened, and now ends at byte {start + content.Length}");
    }

    /// <summary>The Parquet library asks for bytes and cannot wait otherwise.</summary>
    private static byte[] Wait(Task<byte[]> content) => content.GetAwaiter().GetResult();

    private static ValueTask<byte[]> ReadTailAsync(
        IObjectStore store, ObjectHead head, long bytes, CancellationToken cancellationToken)
    {
        int length = checked((int)Math.Min(bytes, head.SizeBytes));
        return store.GetRangeAsync(head.Key, head.SizeBytes - length, length, cancellationToken);
    }
}
