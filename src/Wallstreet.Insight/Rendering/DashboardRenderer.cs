using System.Diagnostics.CodeAnalysis;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Rendering;

/// <summary>Asks a tile's question and draws its answer.</summary>
/// <param name="source">What answers.</param>
/// <param name="time">Tells today, for relative dates, and how long rendering took.</param>
public sealed class DashboardRenderer(IQuerySource source, TimeProvider time)
{
    /// <summary>Choices read at most for a parameter.</summary>
    public const int OptionsMax = 5000;

    /// <summary>Renders one tile.</summary>
    /// <exception cref="ParameterValueException">A given value does not fit.</exception>
    /// <exception cref="AnswerShapeException">The answer lacks a column that the tile draws.</exception>
    public async ValueTask<TileResult> RenderTileAsync(
        DashboardDefinition dashboard, TileDefinition tile, TileRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dashboard);
        ArgumentNullException.ThrowIfNull(tile);
        ArgumentNullException.ThrowIfNull(request);
        long started = time.GetTimestamp();
        Answer? answer = tile.Sql is { } sql
            ? await AskAsync(dashboard, tile, sql, request, cancellationToken).ConfigureAwait(false)
            : null;
        TileResult drawn = TileDrawing.Draw(tile, answer, request.Theme);
        return drawn with
        {
            Sql = tile.Sql?.Text,
            RowCount = answer?.Rows.Count ?? 0,
            Truncated = answer?.Truncated ?? false,
            TableVersions = answer?.Tables ?? [],
            ElapsedMs = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 2),
        };
    }

    /// <summary>The choices of a parameter, from the file or by its SQL.</summary>
    public async ValueTask<IReadOnlyList<ParameterOption>> ListOptionsAsync(
        ParameterDefinition parameter, string? knownAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (parameter.OptionsSql is not { } sql)
        {
            return parameter.Options;
        }

        Answer answer = await source
            .AskAsync(new Question(sql.Text) { KnownAt = knownAt, RowsMax = OptionsMax }, cancellationToken)
            .ConfigureAwait(false);
        return [.. answer.Rows.Where(row => row[0] is not null).Select(ToOption)];
    }

    private static ParameterOption ToOption(object?[] row)
    {
        string value = Formatting.ValueText.Write(row[0], default);
        return new ParameterOption(value, row.Length > 1 && row[1] is not null ? Formatting.ValueText.Write(row[1], default) : value);
    }

    [SuppressMessage("Maintainability", "CA1506", Justification = "Joins a dashboard's parts; each is used once.")]
    private async ValueTask<Answer> AskAsync(
        DashboardDefinition dashboard, TileDefinition tile, SqlText sql, TileRequest request, CancellationToken cancellationToken)
    {
        ParameterBinding binding = new(dashboard, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        IReadOnlyDictionary<string, object?> values = await binding.BindAsync(
            request.Parameters,
            tile.SqlParameters,
            async parameter => await ListOptionsAsync(parameter, request.KnownAt, cancellationToken).ConfigureAwait(false) is [var first, ..] ? first.Value : null)
            .ConfigureAwait(false);
        return await source
            .AskAsync(new Question(sql.Text) { Parameters = values, KnownAt = request.KnownAt, RowsMax = tile.RowsMax }, cancellationToken)
            .ConfigureAwait(false);
    }
}
