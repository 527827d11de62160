using System.Buffers.Binary;
using System.Globalization;

namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>The deletion vectors within one file: four bytes of size, the bitmap, four bytes of checksum, each.</summary>
internal static class VectorBlocks
{
    /// <summary>Whether every vector of a changed file is, byte for byte, some vector of the file as it was.</summary>
    /// <param name="before">The file as it was.</param>
    /// <param name="after">The file now.</param>
    /// <param name="files">The table's files by <see cref="FuzzState.NameOf"/>, whose vectors end in an offset.</param>
    public static bool AreOnlyExchanged(byte[] before, byte[] after, IReadOnlyList<string> files)
    {
        int[] offsets = [.. files.Select(FindOffset).OfType<int>().Distinct()];
        byte[][] known = [.. FindAll(before)];
        return known.Length > 1 && offsets.Where(offset => Find(before, offset) is not null)
            .All(offset => Find(after, offset) is { } block && known.Any(other => other.AsSpan().SequenceEqual(block)));
    }

    private static int? FindOffset(string file)
    {
        string vector = file.Split('|')[1];
        return int.TryParse(vector.AsSpan(vector.LastIndexOf('@') + 1), CultureInfo.InvariantCulture, out int offset)
            ? offset
            : null;
    }

    /// <summary>The vectors of a file one after the other, those too that no file of the newest version has; before them is the
    /// byte of the format's version.</summary>
    private static IEnumerable<byte[]> FindAll(byte[] file)
    {
        for (int offset = 1; Find(file, offset) is { } block; offset += block.Length)
        {
            yield return block;
        }
    }

    private static byte[]? Find(byte[] file, int offset)
    {
        if (offset < 0 || offset > file.Length - sizeof(int))
        {
            return null;
        }

        long end = offset + sizeof(int) + (long)BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(offset)) + sizeof(int);
        return end <= file.Length ? file[offset..(int)end] : null;
    }
}
