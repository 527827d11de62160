using System.Globalization;
using System.Text.RegularExpressions;
using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Selection;

/// <summary>Reads a selection by recursive descent. Positions in errors are counted from 1.</summary>
internal sealed class SelectionParser(string text)
{
    private const int LengthMax = 100_000;
    private const int DepthMax = 200;

    private int _at;
    private int _depth;

    public SelectionNode Parse()
    {
        if (text.Length > LengthMax)
        {
            throw Fail(1, $"It has {text.Length} characters; at most {LengthMax} are read.");
        }

        SelectionNode root = ParseOr();
        return _at == text.Length
            ? root
            : throw Fail(_at + 1, $"'{text[_at]}' does not belong here. Combine parts with and, or, a comma.");
    }

    private SelectionNode ParseOr()
    {
        SelectionNode left = ParseAnd();
        while (TakeSign(',') || TakeWord("or"))
        {
            left = new SelectionNode.Or(left, ParseAnd());
        }

        return left;
    }

    private SelectionNode ParseAnd()
    {
        SelectionNode left = ParseNot();
        while (TakeWord("and"))
        {
            left = new SelectionNode.And(left, ParseNot());
        }

        return left;
    }

    private SelectionNode ParseNot()
    {
        int nots = 0;
        while (TakeWord("not"))
        {
            nots++;
        }

        SelectionNode node = ParseNeighbours();
        return nots % 2 == 0 ? node : new SelectionNode.Not(node);
    }

    private SelectionNode ParseNeighbours()
    {
        SkipBlanks();
        int start = _at;
        int? up = TakeNumber();
        if (TakeHere('+'))
        {
            up ??= int.MaxValue;
        }
        else if (up is not null)
        {
            throw Fail(start + 1, "A number of steps is followed by '+' and an asset: 2+silver/bars. Keys start with a letter.");
        }

        SelectionNode node = ParsePrimary();
        int? down = TakeHere('+') ? TakeNumber() ?? int.MaxValue : null;
        return up is null && down is null ? node : new SelectionNode.Neighbours(node, up ?? 0, down ?? 0);
    }

    private SelectionNode ParsePrimary()
    {
        SkipBlanks();
        int start = _at;
        if (TakeHere('('))
        {
            if (++_depth > DepthMax)
            {
                throw Fail(start + 1, $"Brackets are nested deeper than {DepthMax}.");
            }

            SelectionNode inner = ParseOr();
            _depth--;
            SkipBlanks();
            return TakeHere(')') ? inner : throw Fail(_at + 1, $"The bracket opened at position {start + 1} is not closed.");
        }

        string word = ReadText("+,()\":");
        if (word.Length == 0)
        {
            throw Fail(start + 1, _at < text.Length
                ? $"An asset is expected, not '{text[_at]}'."
                : "An asset is expected, and the selection ends. Write for example gold/*.");
        }

        if (TakeHere(':'))
        {
            return MakeFact(word, start);
        }

        return word is "and" or "or" or "not"
            ? throw Fail(start + 1, $"An asset is expected, not \"{word}\". An asset of that name is key:{word}.")
            : MakeKey(word, start);
    }

    private SelectionNode MakeFact(string name, int start)
    {
        int valueStart = _at;
        string value = ReadText("+,()\"");
        if (value.Length == 0)
        {
            throw Fail(valueStart + 1, $"A value is expected after \"{name}:\".");
        }

        if (name == "tag")
        {
            return MakeTag(value);
        }

        if (name == "key")
        {
            return MakeKey(value, valueStart);
        }

        Func<string, bool> matches = Matcher(value);
        return name switch
        {
            "group" => new SelectionNode.Fact(asset => matches(asset.Group)),
            "kind" => new SelectionNode.Fact(asset => asset.Kinds.Any(matches)),
            "owner" => new SelectionNode.Fact(asset => asset.Owners.Any(matches)),
            _ => throw Fail(start + 1, $"\"{name}:\" is not known. Known are tag:, group:, kind:, owner: and key:."),
        };
    }

    private static SelectionNode MakeTag(string value)
    {
        string[] parts = value.Split('=', 2);
        Func<string, bool> matchesName = Matcher(parts[0]);
        Func<string, bool> matchesValue = parts.Length == 1 ? _ => true : Matcher(parts[1]);
        return new SelectionNode.Fact(asset => asset.Tags.Any(tag => matchesName(tag.Key) && matchesValue(tag.Value)));
    }

    private SelectionNode MakeKey(string name, int start)
    {
        if (name.Contains('*', StringComparison.Ordinal))
        {
            Func<string, bool> matches = Matcher(name.Replace('.', '/'));
            return new SelectionNode.Fact(asset => matches(asset.Key.Path));
        }

        return AssetKey.TryParse(name.Replace('.', '/'), out _)
            ? new SelectionNode.Named(name)
            : throw Fail(start + 1, $"\"{name}\" is not an asset key. A key looks like silver/daily_bars.");
    }

    private static Func<string, bool> Matcher(string pattern)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
        {
            return text => string.Equals(text, pattern, StringComparison.Ordinal);
        }

        string expression = "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$";
        Regex regex = new(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
        return regex.IsMatch;
    }

    /// <summary>Reads a quoted text, or a bare one up to a blank or sign; empty when there is none.</summary>
    private string ReadText(string signs)
    {
        int start = _at;
        if (!TakeHere('"'))
        {
            while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && !signs.Contains(text[_at], StringComparison.Ordinal))
            {
                _at++;
            }

            return text[start.._at];
        }

        int end = text.IndexOf('"', _at);
        if (end < 0)
        {
            throw Fail(start + 1, "The quotation mark is not closed.");
        }

        string quoted = text[_at..end];
        _at = end + 1;
        return quoted;
    }

    private int? TakeNumber()
    {
        int start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }

        if (start == _at)
        {
            return null;
        }

        return int.TryParse(text[start.._at], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Fail(start + 1, "The number of steps is too large.");
    }

    private bool TakeWord(string word)
    {
        SkipBlanks();
        int end = _at + word.Length;
        bool here = string.CompareOrdinal(text, _at, word, 0, word.Length) == 0
            && (end == text.Length || char.IsWhiteSpace(text[end]) || text[end] == '(');
        _at = here ? end : _at;
        return here;
    }

    private bool TakeSign(char sign)
    {
        SkipBlanks();
        return TakeHere(sign);
    }

    private bool TakeHere(char sign)
    {
        bool here = _at < text.Length && text[_at] == sign;
        _at += here ? 1 : 0;
        return here;
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private AssetSelectionException Fail(int position, string fault) => new(text, position, fault);
}
