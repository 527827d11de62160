using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>The end of an object, which is where a Parquet file says what it is, as a stream of the object's length. What
/// lies before was not fetched and cannot be read.</summary>
internal sealed class FooterStream : Stream
{
    private const int GuessBytes = 64 << 10;
    private const int TrailerBytes = 8;
    private readonly byte[] _tail;
    private readonly long _start;

    private FooterStream(byte[] tail, long length)
    {
        _tail = tail;
        _start = length - tail.Length;
        Length = length;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

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

    public static async ValueTask<FooterStream> OpenAsync(
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

        return new FooterStream(tail, head.SizeBytes);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Position < _start)
        {
            throw new IOException($"Byte {Position} of the file is no part of its footer.");
        }

        int count = (int)Math.Min(buffer.Length, Length - Position);
        _tail.AsSpan((int)(Position - _start), Math.Max(count, 0)).CopyTo(buffer);
        Position += Math.Max(count, 0);
        return Math.Max(count, 0);
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A footer is only read.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A footer is only read.");

    private static ValueTask<byte[]> ReadTailAsync(
        IObjectStore store, ObjectHead head, long bytes, CancellationToken cancellationToken)
    {
        int length = checked((int)Math.Min(bytes, head.SizeBytes));
        return store.GetRangeAsync(head.Key, head.SizeBytes - length, length, cancellationToken);
    }
}
