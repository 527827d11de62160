using System.Security.Cryptography;

namespace Wallstreet.Lakehouse.Import.Files;

/// <summary>What the bytes of a file are, told by reading all of them once.</summary>
/// <param name="Sha256">Their hash, in lower-case hexadecimal.</param>
/// <param name="Bytes">How many there are.</param>
/// <param name="Utf8Sequences">How many characters of several bytes are valid UTF-8.</param>
/// <param name="Utf8Errors">How many bytes belong to no UTF-8 character.</param>
/// <param name="Start">The first bytes, at most 4,096.</param>
internal sealed record Fingerprint(string Sha256, long Bytes, long Utf8Sequences, long Utf8Errors, byte[] Start)
{
    private const int BufferBytes = 1 << 17;

    public static async Task<Fingerprint> TakeAsync(
        InputFile file, Action<long> onBytes, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Utf8Census census = new();
        byte[] buffer = new byte[BufferBytes];
        byte[] start = [];
        long bytes = 0;
        Stream stream = InputStreams.Open(file);
        await using (stream.ConfigureAwait(false))
        {
            int read;
            while ((read = await InputStreams.ReadAsync(stream, buffer, file, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (bytes == 0)
                {
                    start = buffer.AsSpan(0, Math.Min(read, 4096)).ToArray();
                }

                hash.AppendData(buffer, 0, read);
                census.Add(buffer.AsSpan(0, read));
                bytes += read;
                onBytes(read);
            }
        }

        census.End();
        return new Fingerprint(Convert.ToHexStringLower(hash.GetHashAndReset()), bytes, census.Sequences, census.Errors, start);
    }
}
