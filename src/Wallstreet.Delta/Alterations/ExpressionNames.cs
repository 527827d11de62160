namespace Wallstreet.Delta.Alterations;

/// <summary>Finds the names in a Spark SQL expression without understanding it: enough to tell which columns it may speak
/// of. A name too many only refuses more than it must.</summary>
internal static class ExpressionNames
{
    /// <summary>All names that stand outside of texts and are not called as functions.</summary>
    public static IReadOnlySet<string> Find(string expression)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        for (int next = 0; next < expression.Length;)
        {
            char letter = expression[next];
            if (letter is '\'' or '"')
            {
                next = EndOfText(expression, next);
            }
            else if (letter == '`')
            {
                int end = EndOfQuoted(expression, next);
                names.Add(expression[(next + 1)..Math.Max(next + 1, end - 1)].Replace("``", "`", StringComparison.Ordinal));
                next = end;
            }
            else if (char.IsLetter(letter) || letter == '_')
            {
                int end = next;
                while (end < expression.Length && (char.IsLetterOrDigit(expression[end]) || expression[end] == '_'))
                {
                    end++;
                }

                if (!IsCalled(expression, end))
                {
                    names.Add(expression[next..end]);
                }

                next = end;
            }
            else
            {
                next++;
            }
        }

        return names;
    }

    private static bool IsCalled(string expression, int end)
    {
        while (end < expression.Length && char.IsWhiteSpace(expression[end]))
        {
            end++;
        }

        return end < expression.Length && expression[end] == '(';
    }

    private static int EndOfText(string expression, int start)
    {
        int next = start + 1;
        while (next < expression.Length && expression[next] != expression[start])
        {
            next += expression[next] == '\\' ? 2 : 1;
        }

        return Math.Min(next + 1, expression.Length);
    }

    private static int EndOfQuoted(string expression, int start)
    {
        int next = start + 1;
        while (next < expression.Length)
        {
            if (expression[next] != '`')
            {
                next++;
            }
            else if (next + 1 < expression.Length && expression[next + 1] == '`')
            {
                next += 2;
            }
            else
            {
                return next + 1;
            }
        }

        return expression.Length;
    }
}
