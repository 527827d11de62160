using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Statements;

/// <summary>Names in backticks, as Spark's users write them, become names in double quotes of the same length.</summary>
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
            if (token.Kind == SqlTokenKind.Symbol && text[token.Start] == (byte)'`')
            {
                int length = text.AsSpan(token.End).IndexOf((byte)'`');
                if (length > 0 && !text.AsSpan(token.End, length).ContainsAny((byte)'"', (byte)'\n'))
                {
                    text[token.Start] = (byte)'"';
                    text[token.End + length] = (byte)'"';
                    offset = token.End + length + 1;
                }
            }
        }
    }
}
