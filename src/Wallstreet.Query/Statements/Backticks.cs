using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Statements;

/// <summary>Names in backticks, as Spark's users write them, become names in double quotes of the same length.
/// Those that hold quotes themselves stay as they are: they name tables and columns, and stand in no expression of DuckDB's.</summary>
internal static class Backticks
{
    public static byte[] ToQuotes(byte[] text)
    {
        for (int offset = 0; ;)
        {
            SqlToken token = new SqlScanner(text).Next(offset);
            if (token.Kind == SqlTokenKind.End)
            {
                return text;
            }

            offset = token.End;
            Span<byte> name = text.AsSpan(token.Start, token.End - token.Start);
            if (token.Kind == SqlTokenKind.QuotedWord && name.Length > 2 && name[0] == (byte)'`' && name[^1] == (byte)'`'
                && !name[1..^1].ContainsAny((byte)'`', (byte)'"', (byte)'\n'))
            {
                name[0] = name[^1] = (byte)'"';
            }
        }
    }
}
