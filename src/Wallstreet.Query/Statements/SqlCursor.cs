using System.Text;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Statements;

/// <summary>
/// Walks through a writing statement. It takes the frame apart, keywords and names; conditions, expressions and queries are
/// cut out as they are and go through DuckDB's own parser, by the rules for all statements, or through Spark's.
/// </summary>
internal sealed class SqlCursor
{
    private readonly byte[] _original;
    private byte[] _text = [];
    private SqlTokens _tokens = new([]);
    private int _end;

    public SqlCursor(string sql)
    {
        _original = Encoding.UTF8.GetBytes(sql);
        Read([.. _original]);
    }

    /// <summary>The token that is next.</summary>
    public int Next { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public bool AtEnd => Next >= _end;

    /// <summary>Whether a text in quotes is next.</summary>
    public bool AtText => IsText(Next);

    /// <summary>Whether a number is next, with a sign before it or not.</summary>
    public bool AtNumber => !AtEnd && _tokens[At("-") ? Next + 1 : Next].Kind == SqlTokenKind.Number;

    /// <summary>Where the next token begins.</summary>
    public SqlPosition Position => PositionOf(Next);

    /// <summary>Whether the next tokens are these words or symbols.</summary>
    public bool At(params ReadOnlySpan<string> words) => IsAt(Next, words);

    /// <summary>Whether the tokens from one on are these words or symbols.</summary>
    public bool IsAt(int index, params ReadOnlySpan<string> words)
    {
        for (int word = 0; word < words.Length; word++)
        {
            if (index + word >= _end || !_tokens.Is(index + word, words[word]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes these words if they are next.</summary>
    public bool TryTake(params ReadOnlySpan<string> words)
    {
        if (!At(words))
        {
            return false;
        }

        Next += words.Length;
        return true;
    }

    /// <summary>Goes back to a token.</summary>
    public SqlCursor Reread(int index)
    {
        Next = index;
        return this;
    }

    /// <summary>Takes a word that must be next.</summary>
    public void Take(string word, string hint)
    {
        if (!TryTake(word))
        {
            throw Wrong($"{word} was expected{Found()}.", hint);
        }
    }

    /// <summary>Takes a plain or quoted name, which is not empty.</summary>
    public string TakeName(string what) =>
        !AtEnd && _tokens[Next].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedWord && !string.IsNullOrWhiteSpace(_tokens.Name(Next))
            ? _tokens.Name(Next++)
            : throw Wrong($"{what} was expected{Found()}.");

    /// <summary>Takes a text in quotes.</summary>
    public string TakeText(string what) => AtText && _tokens.Text(Next).StartsWith('\'')
        ? _tokens.Name(Next++)
        : throw Wrong($"{what} was expected, a text in single quotes{Found()}.");

    /// <summary>Takes names in brackets.</summary>
    public IReadOnlyList<string> TakeNames(string what)
    {
        Take("(", $"Write {what} in brackets.");
        List<string> names = [];
        do
        {
            names.Add(TakeName(what));
        }
        while (TryTake(","));
        Take(")", $"Write {what} in brackets, with commas between.");
        return names;
    }

    /// <summary>Takes the name or the location of a table.</summary>
    public TargetName TakeTarget()
    {
        SqlPosition place = Position;
        int after = AtEnd || !_tokens.IsName(Next) ? Next : Math.Min(_tokens.AfterName(Next), _end);
        string[] parts = [.. Enumerable.Range(0, (after - Next + 1) / 2).Select(part => _tokens.Name(Next + (2 * part)))];
        if (parts.Length == 0)
        {
            throw Wrong($"The name of a table was expected{Found()}.",
                "Write silver.daily_bars, or a location in quotes: \"./path\", \"s3://bucket/table\".");
        }

        Next = after;
        bool delta = parts.Length == 2 && parts[0].Equals("delta", StringComparison.OrdinalIgnoreCase);
        return parts[^1].Contains('/', StringComparison.Ordinal) && (parts.Length == 1 || delta)
            ? new TargetName(null, parts[^1], place)
            : new TargetName(string.Join('.', parts), null, place);
    }

    /// <summary>Takes an alias, with AS or without; <see langword="null"/> if one of some words comes instead.</summary>
    public string? TakeAlias(params ReadOnlySpan<string> instead)
    {
        if (TryTake("AS"))
        {
            return TakeName("An alias");
        }

        foreach (string word in instead)
        {
            if (At(word))
            {
                return null;
            }
        }

        return !AtEnd && _tokens[Next].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedWord ? _tokens.Name(Next++) : null;
    }

    /// <summary>Takes what stands before a token outside of brackets and of CASE, or before the end.</summary>
    public (string Text, SqlPosition Place) TakeUntil(string what, Func<int, bool> stops)
    {
        int first = Next;
        int depth = 0;
        while (Next < _end && (depth > 0 || !stops(Next)))
        {
            if (_tokens.Is(Next, ";"))
            {
                throw Wrong("There are several statements.", "Write one at a time.");
            }

            depth += Opens(Next) ? 1 : Closes(Next) ? -1 : 0;
            if (depth < 0)
            {
                break;
            }

            Next++;
        }

        return Next > first
            ? (Encoding.UTF8.GetString(_text[_tokens[first].Start.._tokens[Next - 1].End]), PositionOf(first))
            : throw Wrong($"{what} was expected{Found()}.");
    }

    /// <summary>
    /// Takes an expression of Spark's SQL, as it is written: up to a comma, a closing bracket, one of some words or the end.
    /// Its texts have backslashes, and its names backquotes, so it ends where Spark sees it end.
    /// </summary>
    public string TakeSpark(string what, params ReadOnlySpan<string> stops)
    {
        int first = Next;
        int start = AtEnd ? _original.Length : _tokens[first].Start;
        int end = SparkExtent.Find(_original, start, stops);
        string expression = Encoding.UTF8.GetString(_original[start..end]).Trim();
        if (expression.Length == 0)
        {
            throw Wrong($"{what} was expected{Found()}.");
        }

        // What follows is split anew, as quotes may mean something else in the expression.
        byte[] rest = [.. _original];
        rest.AsSpan(start, end - start).Fill((byte)' ');
        _text.AsSpan(0, start).CopyTo(rest);
        Read(rest);
        return expression;
    }

    /// <summary>What is written from one token up to another, without comments, with names in backquotes.</summary>
    public string Written(int first, int end) => string.Join(' ', Enumerable.Range(first, end - first).Select(index =>
        _tokens[index].Kind == SqlTokenKind.QuotedWord
            ? $"`{_tokens.Name(index).Replace("`", "``", StringComparison.Ordinal)}`"
            : _tokens.Text(index)));

    /// <summary>Takes a number: digits, with a point among them or not, and with a sign before them or not.</summary>
    public string TakeNumber(string what)
    {
        string number = AtNumber ? (TryTake("-") ? "-" : "") + _tokens.Text(Next++) : throw Wrong($"{what} was expected{Found()}.");
        bool hasFraction = At(".") && _tokens[Next + 1].Kind == SqlTokenKind.Number && Next + 1 < _end
            && _tokens[Next].Start == _tokens[Next - 1].End && _tokens[Next + 1].Start == _tokens[Next].End;
        Next += hasFraction ? 2 : 0;
        return hasFraction ? $"{number}.{_tokens.Text(Next - 1)}" : number;
    }

    /// <summary>Takes a name with points between its parts.</summary>
    public IReadOnlyList<string> TakePath(string what)
    {
        List<string> names = [TakeName(what)];
        while (TryTake("."))
        {
            names.Add(TakeName(what));
        }

        return names;
    }

    /// <summary>Takes columns with commas between them, in brackets or not.</summary>
    public IReadOnlyList<ColumnPath> TakePaths(string what)
    {
        bool brackets = TryTake("(");
        List<ColumnPath> paths = [];
        do
        {
            paths.Add(new ColumnPath(TakePath(what)));
        }
        while (TryTake(","));
        if (brackets)
        {
            Take(")", "Close the bracket of the columns.");
        }

        return paths;
    }

    /// <summary>Whether a token is a name or a text, such as a table begins with.</summary>
    public bool IsName(int index) => index < _end && _tokens.IsName(index);

    /// <summary>Whether a token is a text in quotes.</summary>
    public bool IsText(int index) => index < _end && _tokens[index].Kind == SqlTokenKind.Text;

    /// <summary>The rest as a statement of its own; what stood before is blank, so that places stay what they are.</summary>
    public string TakeRest()
    {
        byte[] rest = [.. _text];
        foreach (ref byte letter in rest.AsSpan(0, AtEnd ? rest.Length : _tokens[Next].Start))
        {
            letter = letter == (byte)'\n' ? letter : (byte)' ';
        }

        Next = _end;
        return Encoding.UTF8.GetString(rest);
    }

    /// <summary>Puts NULL in the place of a token, which DEFAULT stands for.</summary>
    public void Blank(int index)
    {
        SqlToken token = _tokens[index];
        Encoding.UTF8.GetBytes("NULL".PadRight(token.End - token.Start)).CopyTo(_text, token.Start);
    }

    /// <summary>Refuses what is left over.</summary>
    public void RequireEnd(string hint)
    {
        if (!AtEnd)
        {
            throw Wrong($"The end of the statement was expected{Found()}.", hint);
        }
    }

    /// <summary>Refuses a statement that ends within a quote or a comment, whose end must have been forgotten.</summary>
    public void RequireWhole()
    {
        if (_tokens.FindUnended() is { } start)
        {
            (int line, int column) = SqlPlace.Find(_original, start);
            throw new SqlSyntaxException(line, column, "A quote or a comment begins here and does not end.");
        }
    }

    /// <summary>An error at the next token.</summary>
    public SqlSyntaxException Wrong(string problem, string? hint = null) =>
        new(Position.Line, Position.Column, problem, hint);

    private void Read(byte[] text)
    {
        _text = Backticks.ToQuotes(text);
        _tokens = new SqlTokens(_text);
        _end = _tokens.Count;
        while (_end > 0 && _tokens.Is(_end - 1, ";"))
        {
            _end--;
        }
    }

    /// <summary>What stands in the place of what was expected, for messages.</summary>
    public string Found() => AtEnd ? ", but the statement ends" : $" before {_tokens.Text(Next)}";

    private SqlPosition PositionOf(int index)
    {
        (int line, int column) = SqlPlace.Find(_original, index < _end ? _tokens[index].Start : _original.Length);
        return new SqlPosition(line, column);
    }

    private bool Opens(int index) =>
        _tokens.Is(index, "(") || _tokens.Is(index, "[") || _tokens.Is(index, "{") || _tokens.Is(index, "CASE");

    private bool Closes(int index) =>
        _tokens.Is(index, ")") || _tokens.Is(index, "]") || _tokens.Is(index, "}") || _tokens.Is(index, "END");
}
