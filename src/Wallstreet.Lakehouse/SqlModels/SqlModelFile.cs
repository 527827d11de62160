namespace Wallstreet.Lakehouse.SqlModels;

/// <summary>
/// A SQL model as text: header lines <c>-- @word value</c>, then one SELECT statement. The header says what the SQL
/// cannot: the description, key, checks, partitions; everything else (columns, upstreams) follows from the statement.
/// </summary>
internal sealed class SqlModelFile
{
    private SqlModelFile(string path, string text, IReadOnlyList<SqlModelDirective> directives)
    {
        Path = path;
        Text = text;
        Directives = directives;
    }

    /// <summary>The file, as a person would open it.</summary>
    public string Path { get; }

    /// <summary>The whole text; the header is made of comments, so lines in errors of the SQL are lines of the file.</summary>
    public string Text { get; }

    /// <summary>The header, in the order of the file.</summary>
    public IReadOnlyList<SqlModelDirective> Directives { get; }

    /// <summary>Reads a model.</summary>
    /// <exception cref="SqlModelException">A header line has no word, or the file holds no statement.</exception>
    public static SqlModelFile Parse(string path, string text)
    {
        List<SqlModelDirective> directives = [];
        string[] lines = text.Split('\n');
        bool statement = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (!line.StartsWith("--", StringComparison.Ordinal))
            {
                statement |= line.Length > 0;
                continue;
            }

            string comment = line[2..].Trim();
            if (comment.StartsWith('@'))
            {
                if (statement)
                {
                    throw new SqlModelException(path, i + 1, 0, $"\"{line}\" stands below the statement; header lines come first.");
                }

                directives.Add(Directive(path, i + 1, comment));
            }
        }

        return statement
            ? new SqlModelFile(path, text, directives)
            : throw new SqlModelException(path, lines.Length, 0, "The file holds no SELECT statement.");
    }

    /// <summary>An error at a line of the header.</summary>
    public SqlModelException Fault(SqlModelDirective directive, string fault) => new(Path, directive.Line, 0, fault);

    private static SqlModelDirective Directive(string path, int line, string comment)
    {
        int blank = comment.IndexOfAny([' ', '\t']);
        string word = blank < 0 ? comment[1..] : comment[1..blank];
        string value = blank < 0 ? "" : comment[blank..].Trim();
        if (word.Length == 0 || value.Length == 0)
        {
            throw new SqlModelException(path, line, 0, $"\"-- {comment}\" needs a word and a value, as in \"-- @group gold\".");
        }

        return new SqlModelDirective(line, word, value);
    }
}

/// <summary>One header line.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Word">The word after <c>@</c>.</param>
/// <param name="Value">What follows it.</param>
internal sealed record SqlModelDirective(int Line, string Word, string Value);
