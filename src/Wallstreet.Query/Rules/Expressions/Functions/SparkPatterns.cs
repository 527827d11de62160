using System.Text;
using System.Text.RegularExpressions;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions.Functions;

/// <summary>Spark's LIKE and RLIKE. Patterns are constants, so that what DuckDB would read otherwise is refused before any
/// row is looked at: Java's regular expressions can do more than RE2's.</summary>
internal static class SparkPatterns
{
    /// <summary>Java's point passes over none of the ends of lines that it knows, RE2's only over one.</summary>
    private const string AnyLetter = @"[^\n\r\x{85}\x{2028}\x{2029}]";

    private const string LineEnd = @"(?:\r\n|[\n\r\x{85}\x{2028}\x{2029}])\z";

    private const string TextEnd = @"\z";

    /// <exception cref="ExpressionException">The pattern is no constant, or ends with an escape.</exception>
    public static TypedSql Like(TypedSql value, TypedSql pattern)
    {
        string text = Require(value, pattern, "LIKE");
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && (++i == text.Length || text[i] is not ('_' or '%' or '\\')))
            {
                throw new ExpressionException($"In the pattern '{text}' of LIKE, a backslash may stand before _, % and \\ only.");
            }
        }

        return TypedSql.Condition($"({value.Sql} LIKE {SqlText.Text(text)} ESCAPE '\\')");
    }

    /// <exception cref="ExpressionException">The pattern is no constant, or uses what RE2 lacks or reads otherwise.
    /// </exception>
    public static TypedSql Matches(TypedSql value, TypedSql pattern)
    {
        string text = Require(value, pattern, "RLIKE");

        // What Java knows and others do not is told by its name, before a parser calls it a mistake.
        string translated = Translate(text);
        RequireRegular(text);
        string matches = $"regexp_matches({value.Sql}, {SqlText.Text(translated)})";

        // For Java, '$' is the end of the text, or of what it is without the end of its last line.
        return TypedSql.Condition(!translated.Contains(TextEnd, StringComparison.Ordinal)
            ? matches
            : $"({matches} OR regexp_matches(regexp_replace({value.Sql}, {SqlText.Text(LineEnd)}, ''), {SqlText.Text(translated)}))");
    }

    private static string Require(TypedSql value, TypedSql pattern, string word) =>
        !value.IsText
            ? throw new ExpressionException($"{word} needs a text, not {value.Type}.")
            : pattern.Text ?? throw new ExpressionException($"The pattern of {word} must be a constant text.");

    private static void RequireRegular(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
        }
        catch (RegexParseException wrong)
        {
            throw new ExpressionException($"The pattern '{pattern}' of RLIKE is wrong: {wrong.Message}");
        }
    }

    private static string Translate(string pattern)
    {
        StringBuilder result = new();
        Stack<bool> groups = new([false]);
        bool inClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char letter = pattern[i];
            char next = i + 1 < pattern.Length ? pattern[i + 1] : '\0';
            if (letter == '\\')
            {
                RequireEscape(pattern, next);
                result.Append(letter).Append(next);
                i++;
            }
            else if (inClass)
            {
                inClass = letter != ']';
                result.Append(letter is not '[' && (letter, next) is not ('&', '&') ? letter : throw Refuse(pattern, "a class within a class"));
            }
            else
            {
                inClass = letter == '[';
                RequirePlain(pattern, i, next);
                TrackGroup(pattern, groups, letter, next);
                _ = letter switch
                {
                    '$' => result.Append(TextEnd),
                    '.' => result.Append(AnyLetter),
                    _ => result.Append(letter),
                };
            }
        }

        return inClass ? throw Refuse(pattern, "a class that does not end") : result.ToString();
    }

    /// <summary>A '$' is the end of a whole text here, so nothing may follow the groups in which it stands.</summary>
    private static void TrackGroup(string pattern, Stack<bool> groups, char letter, char next)
    {
        if (letter == '(')
        {
            groups.Push(false);
        }
        else if (letter == '$' || (letter == ')' && groups.Count > 1 && groups.Pop()))
        {
            groups.Pop();
            groups.Push(true);
            if (next is not ('\0' or ')' or '|'))
            {
                throw Refuse(pattern, "'$' in the middle");
            }
        }
    }

    /// <summary>Refuses what Java knows and RE2 lacks, or reads otherwise.</summary>
    private static void RequirePlain(string pattern, int index, char next)
    {
        char letter = pattern[index];
        if (letter == '[' && pattern.AsSpan(index + 1).TrimStart('^') is [']', ..])
        {
            throw Refuse(pattern, "a class that begins with ']'");
        }

        if (letter == '(' && pattern.AsSpan(index + 1) is [')', ..] or ['?', ':', ')', ..])
        {
            throw Refuse(pattern, "an empty group");
        }

        if (letter == '(' && next == '?' && !IsPlainGroup(pattern, index))
        {
            throw Refuse(pattern, "a group that begins with (?");
        }

        if (letter is '*' or '+' or '?' or '}' && next == '+')
        {
            throw Refuse(pattern, "a possessive quantifier");
        }
    }

    private static bool IsPlainGroup(string pattern, int open) =>
        open + 2 < pattern.Length && pattern[open + 2] == ':';

    private static void RequireEscape(string pattern, char letter)
    {
        bool known = letter is 'd' or 'D' or 'w' or 'W' or 't' or 'n' or 'r'
            || (char.IsAscii(letter) && char.IsPunctuation(letter) && letter != '_') || (char.IsAscii(letter) && char.IsSymbol(letter));
        if (!known)
        {
            throw Refuse(pattern, letter == '\0' ? "a backslash at the end" : $"\\{letter}");
        }
    }

    private static ExpressionException Refuse(string pattern, string what) => new(
        $"The pattern '{pattern}' of RLIKE has {what}, which is not supported.");
}
