namespace Wallstreet.Query.Parsing;

/// <summary>The tokens of a text, to look at what stands around a place.</summary>
internal sealed class SqlTokens
{
    private readonly byte[] _text;
    private readonly List<SqlToken> _tokens = [];

    public SqlTokens(byte[] text)
    {
        _text = text;
        var scanner = new SqlScanner(text);
        for (SqlToken token = scanner.Next(0); token.Kind != SqlTokenKind.End; token = scanner.Next(token.End))
        {
            _tokens.Add(token);
        }
    }

    public int Count => _tokens.Count;

    public SqlToken this[int index] =>
        index >= 0 && index < _tokens.Count ? _tokens[index] : new SqlToken(SqlTokenKind.End, _text.Length, _text.Length);

    /// <summary>The index of the token that begins at or after an offset.</summary>
    public int IndexAt(int offset)
    {
        int low = 0;
        int high = _tokens.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _tokens[middle].Start < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public string Text(int index) => new SqlScanner(_text).Text(this[index]);

    public string Name(int index) => new SqlScanner(_text).Name(this[index]);

    public bool Is(int index, string word) => new SqlScanner(_text).Is(this[index], word);

    public bool IsName(int index) =>
        this[index].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedWord or SqlTokenKind.Text;

    /// <summary>Where a quote or a comment begins that does not end; <see langword="null"/> if the text is whole.</summary>
    public int? FindUnended()
    {
        // What is added at the end of a whole text is a token of its own.
        byte[] longer = [.. _text, .. "\nx"u8];
        SqlToken last = this[Count - 1];
        SqlToken same = Count == 0 ? new SqlToken(SqlTokenKind.End, 0, 0) : new SqlScanner(longer).Next(last.Start);
        if (same.End > _text.Length)
        {
            return same.Start;
        }

        return new SqlScanner(longer).Next(same.End).Start == _text.Length + 1
            ? null
            : _text.AsSpan(same.End).IndexOf("/*"u8) + same.End;
    }

    /// <summary>The index after the bracket that closes the one at <paramref name="open"/>.</summary>
    public int AfterBrackets(int open) => IndexAt(new SqlScanner(_text).EndOfBrackets(this[open].Start));

    /// <summary>The index after a dotted name that begins at <paramref name="index"/>.</summary>
    public int AfterName(int index)
    {
        int next = index + 1;
        while (Is(next, ".") && IsName(next + 1))
        {
            next += 2;
        }

        return next;
    }
}
