using System.Text.RegularExpressions;
using Wallstreet.Insight.Charts;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Formatting;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Rendering;

/// <summary>Draws an answer as its tile says. Pure: the same answer gives the same result.</summary>
internal static partial class TileDrawing
{
    public static TileResult Draw(TileDefinition tile, Answer? answer, ChartTheme theme)
    {
        TileResult result = tile.Settings switch
        {
            MarkdownSettings words => new TileResult { Id = tile.Id, Kind = "markdown", Markdown = Fill(words.Text, answer) },
            KpiSettings kpi => Kpi(tile, kpi, answer!),
            TableSettings table => Table(tile, table, answer!),
            _ => Chart(tile, answer!, theme),
        };
        string? cut = answer is { Truncated: true } && tile.Kind is not (TileKind.Kpi or TileKind.Markdown)
            ? FormattableString.Invariant($"Only the first {answer.Rows.Count:N0} rows were read.")
            : null;
        return cut is null ? result : result with { Note = result.Note is null ? cut : cut + " " + result.Note };
    }

    private static TileResult Chart(TileDefinition tile, Answer answer, ChartTheme theme)
    {
        Chart chart = Drawing.Draw(tile.Kind, tile.Settings, answer, theme);
        return new TileResult
        {
            Id = tile.Id,
            Kind = "chart",
            Empty = answer.Rows.Count == 0,
            Options = answer.Rows.Count == 0 ? null : chart.Options,
            Note = chart.Note,
        };
    }

    private static TileResult Kpi(TileDefinition tile, KpiSettings settings, Answer answer)
    {
        AnswerReader reader = new(answer);
        int value = reader.Find(settings.Value);
        int? delta = settings.Delta is { } deltaColumn ? reader.Find(deltaColumn) : null;
        int? caption = settings.Caption is { } captionColumn ? reader.Find(captionColumn) : null;
        if (answer.Rows.Count == 0)
        {
            return new TileResult { Id = tile.Id, Kind = "kpi", Empty = true };
        }

        object?[] row = answer.Rows[0];
        KpiResult kpi = new(ValueText.Write(row[value], settings.Format))
        {
            ChangeLabel = caption is { } at ? ValueText.Write(row[at], default) : null,
        };
        return new TileResult { Id = tile.Id, Kind = "kpi", Kpi = delta is { } index ? WithDelta(kpi, row[index], settings) : kpi };
    }

    private static KpiResult WithDelta(KpiResult kpi, object? delta, KpiSettings settings)
    {
        string text = ValueText.Write(delta, settings.DeltaFormat);
        int sign = ValueText.TryNumber(delta, out double number) && double.IsFinite(number) ? Math.Sign(number) : 0;
        int mood = settings.Inverted ? -sign : sign;
        return kpi with
        {
            ChangeFormatted = text,
            Direction = sign > 0 ? "up" : sign < 0 ? "down" : "flat",
            Tone = mood > 0 ? "good" : mood < 0 ? "bad" : "neutral",
        };
    }

    private static TileResult Table(TileDefinition tile, TableSettings settings, Answer answer)
    {
        AnswerReader reader = new(answer);
        IReadOnlyList<TableColumn> columns = settings.Columns.Count > 0
            ? settings.Columns
            : [.. answer.Columns.Select(column => new TableColumn(column.Name))];
        int[] indexes = [.. columns.Select(column => reader.Find(column.Name))];
        return new TileResult
        {
            Id = tile.Id,
            Kind = "table",
            Empty = answer.Rows.Count == 0,
            Columns = [.. columns.Select((column, i) => new TileColumn(
                column.Name, column.Label, answer.Columns[indexes[i]].SqlType, Align(answer, indexes[i]), column.Format.WithSign))],
            Rows = [.. answer.Rows.Select(row => indexes.Select(i => row[i]).ToArray())],
            Text = [.. answer.Rows.Select(row => columns.Select((column, i) => ValueText.Write(row[indexes[i]], column.Format)).ToArray())],
        };
    }

    private static string Align(Answer answer, int column)
    {
        object? sample = answer.Rows.Select(row => row[column]).FirstOrDefault(value => value is not null);
        return ValueText.TryNumber(sample, out _) ? "right" : "left";
    }

    private static string Fill(string text, Answer? answer)
    {
        if (answer is null)
        {
            return text;
        }

        AnswerReader reader = new(answer);
        return Placeholder().Replace(text, match =>
        {
            int column = reader.Find(match.Groups[1].Value);
            string given = match.Groups[2].Success ? match.Groups[2].Value : "auto";
            if (!ValueFormat.TryParse(given, out ValueFormat format))
            {
                throw new AnswerShapeException(
                    $"'{given}' in {match.Value} is not a format.", $"Use one of {string.Join(", ", ValueFormat.Names)}, such as +percent:2.");
            }

            return answer.Rows.Count == 0 ? ValueText.Absent : ValueText.Write(answer.Rows[0][column], format);
        });
    }

    [GeneratedRegex(@"\{\{\s*(\w+)\s*(?:\|\s*([+\w:]+)\s*)?\}\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Placeholder();
}
