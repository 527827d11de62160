namespace Wallstreet.Delta.Engine.Writing;

/// <summary>The content of a file that is being written: in memory while it is small, else in a file on this machine.
/// </summary>
internal sealed class StagedContent(string path) : Stream
{
    /// <summary>More goes into a file.</summary>
    private const int MemoryBytesMax = 64 * 1024;

    private const int FirstBytes = 4096;
    private byte[] _memory = [];
    private int _used;
    private FileStream? _file;
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException("The content is written from its start to its end.");
    }

    /// <summary>Ends the content.</summary>
    /// <param name="content">All of it, if it is in memory.</param>
    /// <returns>Whether it is.</returns>
    public bool TryFinish(out ReadOnlyMemory<byte> content)
    {
        _file?.Dispose();
        content = _file is null ? _memory.AsMemory(0, _used) : default;
        return _file is null;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _length += buffer.Length;
        if (_file is null && _used + buffer.Length > MemoryBytesMax)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            _file.Write(_memory, 0, _used);
            _memory = [];
        }

        if (_file is not null)
        {
            _file.Write(buffer);
            return;
        }

        if (_used + buffer.Length > _memory.Length)
        {
            Array.Resize(ref _memory, Math.Max(Math.Max(FirstBytes, _memory.Length * 2), _used + buffer.Length));
        }

        buffer.CopyTo(_memory.AsSpan(_used));
        _used += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // There is no buffer: memory needs none, and what goes to the file is large.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is only written.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("It is only written.");

    public override void SetLength(long value) => throw new NotSupportedException("It is only written.");

    protected override void Dispose(bool disposing)
    {
        if (disposing && _file is not null)
        {
            _file.Dispose();
            File.Delete(path);
        }

        base.Dispose(disposing);
    }
}
