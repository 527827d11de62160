using System.Text;

namespace Wallstreet.Query.Statements;

/// <summary>Finds where an expression of Spark's SQL ends within a statement: its texts know backslashes, and its names
/// stand in backquotes.</summary>
internal static class SparkExtent
{
    /// <param name="text">The statement in UTF-8.</param>
    /// <param name="start">Where the expression begins.</param>
    /// <param name="stops">Words that end it outside of brackets.</param>
    /// <returns>Where a comma, a closing bracket, a semicolon, a comment or a stop stands outside of brackets; the text's end if none does.</returns>
    public static int Find(ReadOnlySpan<byte> text, int start, ReadOnlySpan<string> stops)
    {
        int depth = 0;
        int offset = start;
        string before = "";
        while (offset < text.Length)
        {
            int length = LengthOfQuoted(text[offset..]);
            if (length == 0 && IsLetter(text[offset]))
            {
                length = LengthOfWord(text[offset..]);
                string word = Encoding.UTF8.GetString(text.Slice(offset, length)).ToUpperInvariant();
                if (depth == 0 && Stops(word, before, text[(offset + length)..], stops))
                {
                    return offset;
                }

                before = word;
            }
            else if (depth == 0 && (text[offset] is (byte)',' or (byte)';' or (byte)')' or (byte)']' || IsComment(text[offset..])))
            {
                return offset;
            }
            else if (length == 0)
            {
                depth += text[offset] switch { (byte)'(' or (byte)'[' => 1, (byte)')' or (byte)']' => -1, _ => 0 };
            }

            offset += Math.Max(length, 1);
        }

        return text.Length;
    }

    /// <summary>NOT ends an expression where it belongs to NOT NULL, which forbids nulls; IS NOT NULL asks for them.</summary>
    private static bool Stops(string word, string before, ReadOnlySpan<byte> rest, ReadOnlySpan<string> stops)
    {
        foreach (string stop in stops)
        {
            if (word == stop && (word != "NOT" || (before != "IS" && BeginsWithNull(rest))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsWithNull(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> word = rest.TrimStart(" \t\r\n"u8);
        return LengthOfWord(word) == 4 && Encoding.UTF8.GetString(word[..4]).Equals("NULL", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>How long a text or a quoted name is that begins here; 0 if none does.</summary>
    private static int LengthOfQuoted(ReadOnlySpan<byte> text)
    {
        byte quote = text[0];
        bool raw = quote is (byte)'r' or (byte)'R' && text.Length > 1 && text[1] is (byte)'\'' or (byte)'"';
        int open = raw ? 1 : 0;
        quote = text[open];
        if (quote is not ((byte)'\'' or (byte)'"' or (byte)'`'))
        {
            return 0;
        }

        bool escapes = !raw && quote != (byte)'`';
        for (int offset = open + 1; offset < text.Length; offset++)
        {
            if (escapes && text[offset] == (byte)'\\')
            {
                offset++;
            }
            else if (text[offset] == quote)
            {
                return offset + 1;
            }
        }

        return text.Length;
    }

    private static int LengthOfWord(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && (IsLetter(text[length]) || text[length] is >= (byte)'0' and <= (byte)'9'))
        {
            length++;
        }

        return length;
    }

    private static bool IsComment(ReadOnlySpan<byte> text) => text.StartsWith("--"u8) || text.StartsWith("/*"u8);

    private static bool IsLetter(byte letter) =>
        letter is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'_' or >= 0x80;
}
