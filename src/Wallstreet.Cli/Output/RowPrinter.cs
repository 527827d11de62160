using Spectre.Console;

namespace Wallstreet.Cli.Output;

/// <summary>Prints rows and objects in the format that was asked for, to standard output and nothing else.</summary>
/// <param name="terminal">The terminal or pipe.</param>
/// <param name="format">The format.</param>
public sealed class RowPrinter(Terminal terminal, OutputFormat format)
{
    /// <summary>The format.</summary>
    public OutputFormat Format => format;

    /// <summary>Whether people read the output.</summary>
    public bool IsForPeople => format == OutputFormat.Table;

    /// <summary>Prints rows.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows; each has a cell for each column.</param>
    /// <param name="empty">What a person reads when there is no row.</param>
    public void Print(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, string empty)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        RowSet set = new(columns, rows);
        switch (format)
        {
            case OutputFormat.Json: terminal.Output.WriteLine(CellJson.ToText(set, indented: true)); break;
            case OutputFormat.Csv: PrintCsv(set); break;
            default: PrintTable(set, empty); break;
        }
    }

    /// <summary>Prints one object: a JSON object, or name and value in two columns with a table below for each list of rows.</summary>
    public void PrintObject(IReadOnlyCollection<KeyValuePair<string, object?>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (format == OutputFormat.Json)
        {
            Members all = [];
            foreach ((string name, object? value) in members)
            {
                all.Add(name, value);
            }

            terminal.Output.WriteLine(CellJson.ToText(all, indented: true));
            return;
        }

        RowSet simple = new(
            [new Column("name"), new Column("value")],
            [.. members.Where(m => format == OutputFormat.Csv || m.Value is not RowSet).Select(static m => new[] { m.Key, m.Value })]);
        if (format == OutputFormat.Csv)
        {
            PrintCsv(simple);
            return;
        }

        PrintPairs(simple);
        foreach ((string name, object? value) in members)
        {
            if (value is RowSet { Rows.Count: > 0 } rows)
            {
                terminal.Output.WriteLine();
                terminal.Output.WriteLine(name);
                PrintTable(rows, "");
            }
        }
    }

    private void PrintCsv(RowSet set)
    {
        terminal.Output.WriteLine(string.Join(',', set.Columns.Select(static c => CellText.Csv(c.Name))));
        foreach (object?[] row in set.Rows)
        {
            terminal.Output.WriteLine(string.Join(',', row.Select(static cell => CellText.Csv(CellText.Of(cell)))));
        }
    }

    private void PrintPairs(RowSet pairs)
    {
        (string Name, string Value)[] told =
        [
            .. pairs.Rows.Select(static row => ((string)row[0]!, CellText.ForPeople(row[1]))).Where(static pair => pair.Item2.Length > 0),
        ];
        int width = told.Length == 0 ? 0 : told.Max(static pair => pair.Name.Length);
        foreach ((string name, string value) in told)
        {
            terminal.Output.WriteLine($"{name.PadRight(width)}  {value}");
        }
    }

    private void PrintTable(RowSet set, string empty)
    {
        RowSet shown = set.ForPeople();
        if (shown.Rows.Count == 0)
        {
            terminal.Output.WriteLine(empty);
        }
        else if (!terminal.IsInteractive)
        {
            PrintPlain(shown);
        }
        else if (TableWidth.Needed(shown) <= terminal.Screen.Profile.Width)
        {
            terminal.Screen.Write(Draw(shown));
        }
        else
        {
            PrintRecords(shown);
        }
    }

    /// <summary>Prints each row as lines of name and value: what a narrow screen can show of many columns.</summary>
    private void PrintRecords(RowSet set)
    {
        int width = set.Columns.Max(static column => column.Name.Length);
        string below = Environment.NewLine + new string(' ', width + 2);
        for (int row = 0; row < set.Rows.Count; row++)
        {
            if (set.Rows.Count > 1)
            {
                terminal.Screen.Write(new Rule($"[bold]{row + 1}[/]").LeftJustified().RuleStyle(Color.Grey));
            }

            foreach ((Column column, object? cell) in set.Columns.Zip(set.Rows[row]))
            {
                terminal.Output.WriteLine(
                    $"{column.Name.PadRight(width)}  {CellText.ForPeople(cell).ReplaceLineEndings(below)}".TrimEnd());
            }
        }
    }

    private static Table Draw(RowSet set)
    {
        Table table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        foreach (Column column in set.Columns)
        {
            TableColumn drawn = new(new Markup($"[bold]{Markup.Escape(column.Name)}[/]"));
            table.AddColumn(column.RightAligned ? drawn.RightAligned().NoWrap() : drawn);
        }

        foreach (object?[] row in set.Rows)
        {
            table.AddRow(row.Select(static cell => new Text(CellText.ForPeople(cell))));
        }

        return table;
    }

    private void PrintPlain(RowSet set)
    {
        string[][] cells =
        [
            [.. set.Columns.Select(static c => c.Name)],
            .. set.Rows.Select(static r => r.Select(static cell => CellText.ForPeople(cell).ReplaceLineEndings(" ")).ToArray()),
        ];
        int[] widths = [.. Enumerable.Range(0, set.Columns.Count).Select(i => cells.Max(row => row[i].Length))];
        foreach (string[] row in cells)
        {
            terminal.Output.WriteLine(string.Join("  ", row.Select((cell, i) =>
                set.Columns[i].RightAligned ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        }
    }
}
