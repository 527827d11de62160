namespace Wallstreet.Delta.DeletionVectors;

/// <summary>The checksum CRC-32 that deletion vectors in files carry.</summary>
internal static class Checksum
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] _table = [.. Enumerable.Range(0, 256).Select(static value => Entry((uint)value))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte item in bytes)
        {
            sum = _table[(sum ^ item) & 0xFF] ^ (sum >> 8);
        }

        return ~sum;
    }

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
        }

        return value;
    }
}
