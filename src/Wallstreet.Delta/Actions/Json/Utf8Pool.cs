using System.Text;
using System.Text.Json;

namespace Wallstreet.Delta.Actions.Json;

/// <summary>Gives equal short texts of a log as one string: keys and values of partitions repeat in every file.</summary>
internal sealed class Utf8Pool
{
    private const int SlotCount = 1024;
    private const int LengthMax = 48;
    private readonly string?[] _slots = new string?[SlotCount];

    public string? Get(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = reader.ValueSpan;
        if (reader.ValueIsEscaped || reader.HasValueSequence || bytes.Length > LengthMax || !Ascii.IsValid(bytes))
        {
            return reader.GetString();
        }

        HashCode hash = default;
        hash.AddBytes(bytes);
        int slot = hash.ToHashCode() & (SlotCount - 1);
        string? known = _slots[slot];
        if (known is not null && Ascii.Equals(bytes, known))
        {
            return known;
        }

        string text = Encoding.ASCII.GetString(bytes);
        _slots[slot] = text;
        return text;
    }
}
