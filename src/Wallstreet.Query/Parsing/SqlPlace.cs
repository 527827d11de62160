using System.Buffers;
using System.Text;

namespace Wallstreet.Query.Parsing;

/// <summary>Turns offsets into the UTF-8 bytes of a text into lines and characters that a person can find.</summary>
internal static class SqlPlace
{
    /// <summary>The offset in bytes of a letter of the text, counted in code points.</summary>
    public static int OffsetOfLetter(ReadOnlySpan<byte> text, int letters)
    {
        int offset = 0;
        for (; letters > 0 && offset < text.Length; letters--)
        {
            offset += Rune.DecodeFromUtf8(text[offset..], out _, out int length) == OperationStatus.Done ? length : 1;
        }

        return offset;
    }

    /// <summary>The line and the character, both from 1, of a byte of the text.</summary>
    public static (int Line, int Column) Find(ReadOnlySpan<byte> text, long offset)
    {
        int end = (int)Math.Clamp(offset, 0, text.Length);
        ReadOnlySpan<byte> before = text[..end];
        int line = before.Count((byte)'\n') + 1;
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (line, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}
