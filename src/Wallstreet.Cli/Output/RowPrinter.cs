using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Wallstreet.Cli.Output;

/// <summary>Prints rows in the format that was asked for, to standard output and nothing else.</summary>
/// <param name="console">The terminal or pipe.</param>
/// <param name="output">Standard output as a writer.</param>
/// <param name="format">The format.</param>
public sealed class RowPrinter(IAnsiConsole console, TextWriter output, OutputFormat format)
{
    private static readonly JsonWriterOptions _json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The format.</summary>
    public OutputFormat Format => format;

    /// <summary>Prints rows.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows; each has a cell for each column.</param>
    /// <param name="empty">What a person reads when there is no row.</param>
    public void Print(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, string empty)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        switch (format)
        {
            case OutputFormat.Json: PrintJson(columns, rows); break;
            case OutputFormat.Csv: PrintCsv(columns, rows); break;
            default: PrintTable(columns, rows, empty); break;
        }
    }

    /// <summary>Prints one object: name and value in two columns, or a JSON object.</summary>
    public void PrintObject(IReadOnlyList<KeyValuePair<string, object?>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (format != OutputFormat.Json)
        {
            Print([new Column("name"), new Column("value")], [.. members.Select(static m => new[] { m.Key, m.Value })], "");
            return;
        }

        WriteJson(writer =>
        {
            writer.WriteStartObject();
            foreach ((string name, object? value) in members)
            {
                writer.WritePropertyName(name);
                CellText.WriteJson(writer, value);
            }

            writer.WriteEndObject();
        });
    }

    private void PrintJson(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows) => WriteJson(writer =>
    {
        writer.WriteStartArray();
        foreach (object?[] row in rows)
        {
            writer.WriteStartObject();
            for (int i = 0; i < columns.Count; i++)
            {
                writer.WritePropertyName(columns[i].Name);
                CellText.WriteJson(writer, row[i]);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private void WriteJson(Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, _json))
        {
            write(writer);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private void PrintCsv(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows)
    {
        output.WriteLine(string.Join(',', columns.Select(static c => CellText.Csv(c.Name))));
        foreach (object?[] row in rows)
        {
            output.WriteLine(string.Join(',', row.Select(static cell => CellText.Csv(CellText.Of(cell)))));
        }
    }

    private void PrintTable(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, string empty)
    {
        if (rows.Count == 0)
        {
            output.WriteLine(empty);
        }
        else if (console.Profile.Out.IsTerminal)
        {
            console.Write(Draw(columns, rows));
        }
        else
        {
            PrintPlain(columns, rows);
        }
    }

    private static Table Draw(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows)
    {
        Table table = new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);
        foreach (Column column in columns)
        {
            TableColumn drawn = new(new Markup($"[bold]{Markup.Escape(column.Name)}[/]"));
            table.AddColumn(column.RightAligned ? drawn.RightAligned() : drawn);
        }

        foreach (object?[] row in rows)
        {
            table.AddRow(row.Select(static cell => new Text(CellText.Of(cell))));
        }

        return table;
    }

    private void PrintPlain(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows)
    {
        string[][] cells = [[.. columns.Select(static c => c.Name)], .. rows.Select(static r => r.Select(CellText.Of).ToArray())];
        int[] widths = [.. Enumerable.Range(0, columns.Count).Select(i => cells.Max(row => row[i].Length))];
        foreach (string[] row in cells)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, i) =>
                columns[i].RightAligned ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        }
    }
}
