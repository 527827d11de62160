using System.Buffers.Binary;
using System.Text;

namespace TestKit;

/// <summary>Writes row numbers below 65,536 as Delta Lake puts small deletion vectors into its log.</summary>
public static class InlineBitmap
{
    private const string Letters =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <summary>The text of base 85, and how many bytes it holds.</summary>
    /// <param name="rows">The rows, ascending.</param>
    public static (string Text, int SizeBytes) Of(params ushort[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        byte[] bytes = Write(rows);
        return (Encode(bytes), bytes.Length);
    }

    /// <summary>The magic number, and one bitmap of one container.</summary>
    /// <param name="rows">The rows, ascending.</param>
    public static byte[] Write(params ushort[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(1681511377);
        writer.Write(1UL);
        writer.Write(0);
        writer.Write(12346);
        writer.Write(1);
        writer.Write((ushort)0);
        writer.Write((ushort)(rows.Length - 1));
        writer.Write(16);
        foreach (ushort row in rows)
        {
            writer.Write(row);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Bytes as text of base 85, filled up with zeros.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string Encode(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        byte[] padded = new byte[(bytes.Length + 3) / 4 * 4];
        bytes.CopyTo(padded, 0);
        StringBuilder text = new();
        for (int start = 0; start < padded.Length; start += 4)
        {
            uint value = BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(start));
            for (uint divisor = 85 * 85 * 85 * 85; divisor > 0; divisor /= 85)
            {
                text.Append(Letters[(int)(value / divisor % 85)]);
            }
        }

        return text.ToString();
    }
}
