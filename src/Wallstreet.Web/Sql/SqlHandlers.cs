using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Wallstreet.Insight.Charts;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Questions;
using Wallstreet.Query;
using Wallstreet.Web.Problems;

namespace Wallstreet.Web.Sql;

/// <summary>The SQL lab.</summary>
internal sealed class SqlHandlers(QueryDesk queries)
{
    private const int ChartRowsMax = 50_000;
    private const int StatementLengthMax = 200_000;

    public ValueTask<SqlAnswer> RunAsync(SqlBody body, CancellationToken cancellationToken) =>
        queries.RunAsync(Statement(body.Sql), new QueryRequest { KnownAt = QueryDesk.ParseKnownAt(body.KnownAt) }, body.Limit, cancellationToken);

    public async Task<ChartAnswer> DrawAsync(ChartBody body, CancellationToken cancellationToken)
    {
        ChartTheme theme = ChartTheme.Find(body.Theme)
            ?? throw ApiException.BadRequest($"'{body.Theme}' is not a theme.", "Use dark or light.");
        Answer answer = body.Sql is { Length: > 0 }
            ? await queries.AskAsync(new Question(Statement(body.Sql)) { KnownAt = body.KnownAt, RowsMax = ChartRowsMax }, cancellationToken).ConfigureAwait(false)
            : Read(body);
        (TileKind kind, Chart chart) = ChartSuggestion.Draw(answer, new ChartWish(KindOf(body.Kind), Given(body.X), body.Y ?? []), theme);
        return new ChartAnswer(kind.ToString().ToLowerInvariant(), chart.Options, chart.Note);
    }

    public async Task ExportAsync(HttpContext context, SqlBody body, string? format)
    {
        (string type, string extension) = format switch
        {
            "csv" or null => ("text/csv; charset=utf-8", "csv"),
            "json" => ("application/json", "json"),
            "arrow" => ("application/vnd.apache.arrow.stream", "arrows"),
            _ => throw ApiException.BadRequest($"'{format}' is not a format.", "Use csv, json or arrow."),
        };
        await queries.ExportAsync(
            Statement(body.Sql),
            QueryDesk.ParseKnownAt(body.KnownAt),
            async result =>
            {
                context.Response.ContentType = type;
                context.Response.Headers.ContentDisposition = $"attachment; filename=result.{extension}";
                await (extension switch
                {
                    "csv" => result.WriteCsvAsync(context.Response.Body, context.RequestAborted),
                    "json" => result.WriteJsonAsync(context.Response.Body, context.RequestAborted),
                    _ => result.WriteArrowAsync(context.Response.Body, context.RequestAborted),
                }).ConfigureAwait(false);
            },
            context.RequestAborted).ConfigureAwait(false);
    }

    private static string Statement(string? sql) => sql switch
    {
        null or "" => throw ApiException.BadRequest("There is no SQL.", "Send {\"sql\": \"SELECT …\"}."),
        { Length: > StatementLengthMax } => throw ApiException.BadRequest("The SQL is too long.", FormattableString.Invariant($"Send at most {StatementLengthMax:N0} characters.")),
        _ => sql,
    };

    private static TileKind? KindOf(string? kind) => Given(kind) is not { } text || text == "auto" ? null
        : Enum.TryParse(text, ignoreCase: true, out TileKind parsed) && !char.IsDigit(text[0]) ? parsed
        : throw ApiException.BadRequest($"'{kind}' is not a chart.", "Use candlestick, line, area, bar, heatmap or scatter, or leave it out.");

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    // Rows come back as the API wrote them: dates, timestamps and decimals are strings, which the column's type tells.
    private static Answer Read(ChartBody body)
    {
        if (body.Columns is not { Count: > 0 } columns || body.Rows is not { } rows)
        {
            throw ApiException.BadRequest("There is nothing to draw.", "Send columns and rows, or sql.");
        }

        if (rows.Count > ChartRowsMax || rows.Any(row => row.Count != columns.Count))
        {
            throw ApiException.BadRequest(
                "The rows do not fit the columns.", FormattableString.Invariant($"Send at most {ChartRowsMax:N0} rows with one cell for each column."));
        }

        return new Answer(
            [.. columns.Select(column => new AnswerColumn(column.Name, column.Type))],
            [.. rows.Select(row => row.Select((cell, i) => Cell(cell, columns[i].Type)).ToArray())]);
    }

    private static object? Cell(JsonElement cell, string type) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => cell.TryGetInt64(out long whole) ? whole : cell.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => Text(cell.GetString()!, type.ToUpperInvariant()),
        _ => cell.GetRawText(),
    };

    private static object Text(string text, string type)
    {
        if (type.StartsWith("DECIMAL", StringComparison.Ordinal) || type is "HUGEINT" or "UHUGEINT" or "DOUBLE" or "FLOAT")
        {
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : text;
        }

        if (type == "DATE" && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            return day;
        }

        bool isMoment = type.StartsWith("TIMESTAMP", StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        return isMoment ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : text;
    }
}
