using System.Buffers.Binary;
using System.Globalization;
using Wallstreet.Delta.Actions;
using Wallstreet.Storage;

namespace Wallstreet.Delta.DeletionVectors;

/// <summary>Reads deletion vectors from wherever their descriptors say that they are. Protocol sections "Deletion Vector
/// Descriptor Schema" and "Deletion Vector Format".</summary>
internal sealed class DeletionVectorReader(IObjectStore store)
{
    public const uint MagicPortable = 1681511377;
    public const byte FileVersion = 1;
    private const int ChecksumSize = 4;
    private const int PrefixSize = 4;
    private const int UuidTextLength = 20;

    /// <summary>More is asked for only once the file is known to be that long.</summary>
    private const int SizeUncheckedMax = 1 << 20;

    /// <exception cref="DataFileException">It is missing, damaged, or not what its descriptor says.</exception>
    /// <exception cref="UnsupportedFeatureException">It is stored in a way that is not known.</exception>
    public async ValueTask<DeletionVector> ReadAsync(
        string file, DeletionVectorDescriptor descriptor, CancellationToken cancellationToken)
    {
        try
        {
            byte[] content = descriptor.StorageType switch
            {
                "i" => Inline(descriptor),
                "u" => await ReadStoredAsync(UuidKey(descriptor.PathOrInlineDv), descriptor, cancellationToken)
                    .ConfigureAwait(false),
                "p" => await ReadAbsoluteAsync(descriptor, cancellationToken).ConfigureAwait(false),
                _ => throw new UnsupportedFeatureException(
                    "deletionVectors",
                    $"The deletion vector of '{file}' at {store.Location} has the storage type '{descriptor.StorageType}'; "
                    + "deletionVectors knows u, i and p. Use a newer program."),
            };
            return Parse(content, descriptor);
        }
        catch (Exception exception) when (exception is BitmapFormatException or DataFileException or UriFormatException)
        {
            throw Damaged(file, descriptor, exception.Message.TrimEnd('.'), exception);
        }
        catch (Exception exception) when (exception is ObjectNotFoundException or FileNotFoundException
            or DirectoryNotFoundException)
        {
            throw Damaged(file, descriptor, "its file is missing", exception);
        }
    }

    private DataFileException Damaged(
        string file, DeletionVectorDescriptor descriptor, string what, Exception exception) => new(
        $"The deletion vector {descriptor.UniqueId} of the data file '{file}' at {store.Location} cannot be read: {what}. "
        + "Without it deleted rows would come back; restore it, or read a version before it.",
        exception);

    private static byte[] Inline(DeletionVectorDescriptor descriptor)
    {
        byte[] padded = Z85.Decode(descriptor.PathOrInlineDv);
        return descriptor.SizeBytes >= 0 && descriptor.SizeBytes <= padded.Length
            && padded.Length - descriptor.SizeBytes < sizeof(uint)
            ? padded[..descriptor.SizeBytes]
            : throw new BitmapFormatException(
                $"it holds {padded.Length} bytes, and its descriptor says {descriptor.SizeBytes}");
    }

    /// <summary>The key of a file of the table that a descriptor names by a UUID.</summary>
    public static string UuidKey(string path)
    {
        if (path.Length < UuidTextLength)
        {
            throw new BitmapFormatException($"'{path}' is too short for a prefix and a UUID");
        }

        Guid uuid = new(Z85.Decode(path.AsSpan(path.Length - UuidTextLength)), bigEndian: true);
        string prefix = path[..^UuidTextLength];
        return (prefix.Length == 0 ? "" : prefix + "/") + $"deletion_vector_{uuid:D}.bin";
    }

    private async ValueTask<byte[]> ReadAbsoluteAsync(
        DeletionVectorDescriptor descriptor, CancellationToken cancellationToken)
    {
        string path = descriptor.PathOrInlineDv;
        if (!DataPath.IsAbsolute(path))
        {
            throw new BitmapFormatException($"'{path}' is not an absolute path");
        }

        return DataPath.TryResolve(path, store, out (IObjectStore Store, string Key) found)
            ? await new DeletionVectorReader(found.Store).ReadStoredAsync(found.Key, descriptor, cancellationToken)
                .ConfigureAwait(false)
            : throw new BitmapFormatException(
                $"its file {path} lies outside of the table and cannot be reached");
    }

    private async ValueTask<byte[]> ReadStoredAsync(
        string key, DeletionVectorDescriptor descriptor, CancellationToken cancellationToken)
    {
        long? size = descriptor.SizeBytes > SizeUncheckedMax
            ? (await store.FindHeadAsync(key, cancellationToken).ConfigureAwait(false))?.SizeBytes
                ?? throw new BitmapFormatException($"its file '{key}' is missing")
            : null;
        return await ReadFileAsync(size, descriptor, (offset, length) =>
            store.GetRangeAsync(key, offset, length, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Reads size, bitmap and checksum, and the format's version where it is just before.</summary>
    private static async ValueTask<byte[]> ReadFileAsync(
        long? fileSize, DeletionVectorDescriptor descriptor, Func<long, int, ValueTask<byte[]>> read)
    {
        if (descriptor.Offset is not { } offset || offset < 0 || descriptor.SizeBytes < 0)
        {
            throw new BitmapFormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"its descriptor has the offset {descriptor.Offset} and the size {descriptor.SizeBytes}"));
        }

        int ahead = offset == 1 ? 1 : 0;
        long wanted = (long)ahead + PrefixSize + descriptor.SizeBytes + ChecksumSize;
        if (wanted > Array.MaxLength || offset - ahead + wanted > fileSize)
        {
            throw new BitmapFormatException($"its file has {fileSize} bytes, too few for {wanted} from {offset - ahead} on");
        }

        byte[] bytes = await read(offset - ahead, (int)wanted).ConfigureAwait(false);
        return bytes.Length == wanted
            ? Verify(bytes.AsSpan(ahead), ahead == 0 ? FileVersion : bytes[0], descriptor.SizeBytes)
            : throw new BitmapFormatException($"its file ends {wanted - bytes.Length} bytes too soon");
    }

    private static byte[] Verify(ReadOnlySpan<byte> bytes, byte version, int size)
    {
        if (version != FileVersion)
        {
            throw new BitmapFormatException($"its file is of version {version}, and {FileVersion} is known");
        }

        uint stored = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (stored != size)
        {
            throw new BitmapFormatException($"its file says {stored} bytes, and its descriptor {size}");
        }

        ReadOnlySpan<byte> content = bytes.Slice(PrefixSize, size);
        uint expected = BinaryPrimitives.ReadUInt32BigEndian(bytes[(PrefixSize + size)..]);
        uint actual = Checksum.Of(content);
        return expected == actual
            ? content.ToArray()
            : throw new BitmapFormatException($"its checksum is {actual:x8}, and the file says {expected:x8}");
    }

    private static DeletionVector Parse(byte[] content, DeletionVectorDescriptor descriptor)
    {
        BitmapBytes bytes = new(content);
        uint magic = bytes.TakeUInt32();
        if (magic != MagicPortable)
        {
            throw new BitmapFormatException($"it begins with {magic}, and not with {MagicPortable}");
        }

        RoaringBitmap rows = RoaringBitmap.Read64(content.AsSpan(sizeof(uint)));
        return rows.Cardinality == descriptor.Cardinality
            ? new DeletionVector(rows)
            : throw new BitmapFormatException(
                $"it deletes {rows.Cardinality} rows, and its descriptor says {descriptor.Cardinality}");
    }
}
