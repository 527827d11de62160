using System.Buffers;
using System.Buffers.Binary;
using Wallstreet.Delta.Actions;
using Wallstreet.Storage;

namespace Wallstreet.Delta.DeletionVectors;

/// <summary>Stores deletion vectors: tiny ones in their descriptors, the others of a commit together in files of the
/// table. Protocol sections "Deletion Vector Descriptor Schema" and "Deletion Vector Format".</summary>
internal sealed class DeletionVectorWriter(IObjectStore store)
{
    /// <summary>So short a vector costs the log less than a file of its own would cost its readers.</summary>
    private const int InlineSizeMax = 128;

    /// <summary>A file is closed once it is so large.</summary>
    private const int FileSizeMax = 16 << 20;

    /// <summary>Stores vectors; whoever commits their descriptors makes them part of the table.</summary>
    /// <returns>A descriptor for each vector.</returns>
    public async ValueTask<IReadOnlyList<DeletionVectorDescriptor>> WriteAsync(
        IReadOnlyList<DeletionVector> vectors, CancellationToken cancellationToken)
    {
        List<DeletionVectorDescriptor> descriptors = new(vectors.Count);
        ArrayBufferWriter<byte> file = new();
        Guid id = Guid.NewGuid();
        foreach (DeletionVector vector in vectors)
        {
            byte[] content = Serialize(vector);
            if (content.Length <= InlineSizeMax)
            {
                descriptors.Add(new DeletionVectorDescriptor(
                    "i", Z85.Encode(content), null, content.Length, vector.Cardinality));
                continue;
            }

            if (file.WrittenCount > 0 && (long)file.WrittenCount + content.Length > FileSizeMax)
            {
                await PutAsync(id, file, cancellationToken).ConfigureAwait(false);
                file = new ArrayBufferWriter<byte>();
                id = Guid.NewGuid();
            }

            int offset = Append(file, content);
            descriptors.Add(new DeletionVectorDescriptor(
                "u", Z85.Encode(id.ToByteArray(bigEndian: true)), offset, content.Length, vector.Cardinality));
        }

        if (file.WrittenCount > 0)
        {
            await PutAsync(id, file, cancellationToken).ConfigureAwait(false);
        }

        return descriptors;
    }

    /// <summary>The bytes that a descriptor's size and a file's checksum are about.</summary>
    public static byte[] Serialize(DeletionVector vector)
    {
        ArrayBufferWriter<byte> output = new();
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), DeletionVectorReader.MagicPortable);
        output.Advance(sizeof(uint));
        RoaringWriter.Write64(vector.Bitmap, output);
        return output.WrittenSpan.ToArray();
    }

    private static int Append(ArrayBufferWriter<byte> file, byte[] content)
    {
        if (file.WrittenCount == 0)
        {
            file.Write([DeletionVectorReader.FileVersion]);
        }

        int offset = file.WrittenCount;
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(number, (uint)content.Length);
        file.Write(number);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum.Of(content));
        file.Write(number);
        return offset;
    }

    private ValueTask PutAsync(Guid id, ArrayBufferWriter<byte> file, CancellationToken cancellationToken) =>
        store.PutAsync($"deletion_vector_{id:D}.bin", file.WrittenMemory, cancellationToken);
}
