using System.Text.RegularExpressions;
using Spectre.Console;
using Wallstreet.Cli.Output;

namespace Wallstreet.Cli.Tests;

/// <summary>Rows on the screens that people have.</summary>
public sealed partial class NarrowScreenTests
{
    private static readonly Column[] _columns =
        [new("table"), Column.Number("rows_inserted"), Column.Number("rows_deleted"), Column.Number("files_added"), new("note")];

    private static string[] Print(int width, params object?[][] rows)
    {
        using StringWriter output = new();
        IAnsiConsole screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new Screen(output, width),
        });
        Terminal terminal = new(output, TextWriter.Null, null, static () => Stream.Null) { Screen = screen };
        new RowPrinter(terminal, OutputFormat.Table).Print(_columns, rows, "none");
        return Escapes().Replace(output.ToString(), "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void A_row_that_is_too_wide_is_shown_as_lines_of_name_and_value()
    {
        Assert.Equal(
            ["table          bronze.t", "rows_inserted  1", "rows_deleted", "files_added    3", "note           two", "               lines"],
            Print(40, ["bronze.t", 1L, null, 3L, "two\nlines"]));
    }

    [Fact]
    public void Rows_that_are_too_wide_are_numbered()
    {
        string[] lines = Print(40, ["a", 1L, 2L, 3L, "x"], ["b", 4L, 5L, 6L, "y"]);

        Assert.Equal(12, lines.Length);
        Assert.Contains("─ 2 ─", lines[6], StringComparison.Ordinal);
        Assert.Equal(40, lines[6].Length);
        Assert.Equal("table          b", lines[7]);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(63, false)]
    public void A_table_is_drawn_where_it_can_be_read(int width, bool drawn)
    {
        string[] lines = Print(width, ["bronze.t", 1L, 2L, 3L, "words that may well be put below each other"]);

        Assert.Equal(drawn, lines.Any(static line => line.Contains("rows_inserted", StringComparison.Ordinal)
            && line.Contains("rows_deleted", StringComparison.Ordinal) && line.Contains("files_added", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Escapes();

    private sealed class Screen(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
