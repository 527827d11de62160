using System.Security.Cryptography;

namespace Wallstreet.Lakehouse.Import.Files;

/// <summary>Reads a file once more and knows at its end whether it still has the bytes that it had at first.</summary>
internal sealed class VerifiedStream(InputFile file, Fingerprint expected) : Stream
{
    private readonly FileStream _inner = InputStreams.Open(file);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => expected.Bytes;

    public long BytesRead { get; private set; }

    public override long Position
    {
        get => BytesRead;
        set => throw new NotSupportedException();
    }

    /// <exception cref="ImportException">The file cannot be read, or is another than it was.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _inner.Read(buffer);
        }
        catch (IOException error)
        {
            throw InputStreams.Unreadable(file, error);
        }

        BytesRead += read;
        _hash.AppendData(buffer[..read]);
        if ((read == 0 && !buffer.IsEmpty && BytesRead <= expected.Bytes && !IsAsExpected()) || BytesRead > expected.Bytes)
        {
            throw new ImportException($"{file.DisplayPath} was changed while it was imported. Nothing was imported; do it "
                + "again when the file is complete.");
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsAsExpected() => Convert.ToHexStringLower(_hash.GetCurrentHash()) == expected.Sha256;
}
