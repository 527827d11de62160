using System.Buffers.Binary;

namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>Damages bytes without knowing what they mean, as disks, networks and enemies do.</summary>
internal static class ByteMutations
{
    private static readonly long[] _numbers =
    [
        0, 1, -1, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, int.MaxValue, int.MinValue, uint.MaxValue,
        long.MaxValue, long.MinValue, 1L << 31, 1L << 40,
    ];

    public static Mutation Mutate(byte[] content, Random random)
    {
        if (content.Length == 0)
        {
            return new Mutation("a byte where there was none", [(byte)random.Next(256)]);
        }

        int at = random.Next(content.Length);
        int length = Math.Min(content.Length - at, 1 + random.Next(random.Next(2) == 0 ? 8 : 300));
        byte[] copy = [.. content];
        switch (random.Next(11))
        {
            case 0:
                copy[at] ^= (byte)(1 << random.Next(8));
                return new Mutation($"a bit flipped at {at}", copy);
            case 1:
                copy[at] = (byte)random.Next(256);
                return new Mutation($"a byte set at {at}", copy);
            case 2:
                return new Mutation($"cut at {at}", copy[..at], Cut: true);
            case 3:
                return new Mutation($"{length} bytes taken out at {at}", [.. copy[..at], .. copy[(at + length)..]]);
            case 4:
                return new Mutation($"{length} bytes twice at {at}", [.. copy[..(at + length)], .. copy[at..]]);
            case 5:
                byte[] noise = new byte[length];
                random.NextBytes(noise);
                return new Mutation($"{length} random bytes put in at {at}", [.. copy[..at], .. noise, .. copy[at..]]);
            case 6:
                copy.AsSpan(at, length).Clear();
                return new Mutation($"{length} bytes zeroed at {at}", copy);
            case 7:
                copy.AsSpan(at, length).Fill(0xFF);
                return new Mutation($"{length} bytes of 0xFF at {at}", copy);
            case 8:
                return SetNumber(copy, at, random);
            case 9:
                int other = random.Next(content.Length - length + 1);
                content.AsSpan(other, length).CopyTo(copy.AsSpan(at));
                return new Mutation($"{length} bytes of {other} copied to {at}", copy);
            default:
                for (int time = 0; time < 4; time++)
                {
                    copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                }

                return new Mutation("four bits flipped", copy);
        }
    }

    private static Mutation SetNumber(byte[] copy, int at, Random random)
    {
        long number = _numbers[random.Next(_numbers.Length)];
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        int width = Math.Min(copy.Length - at, 1 << random.Next(4));
        bytes.AsSpan(0, width).CopyTo(copy.AsSpan(at));
        return new Mutation($"{number} written in {width} bytes at {at}", copy);
    }
}
