using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Wallstreet.Insight.Formatting;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Rendering;

/// <summary>A rendered tile: everything a thin renderer needs, nothing left to compute.</summary>
public sealed record TileResult
{
    /// <summary>The tile's id.</summary>
    public required string Id { get; init; }

    /// <summary><c>chart</c>, <c>table</c>, <c>kpi</c> or <c>markdown</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the question had no rows; then there is nothing to draw.</summary>
    public bool Empty { get; init; }

    /// <summary>ECharts options, for charts.</summary>
    public JsonObject? Options { get; init; }

    /// <summary>The columns, for tables.</summary>
    public IReadOnlyList<TileColumn>? Columns { get; init; }

    /// <summary>The cells as they are, for tables (sorting).</summary>
    [JsonConverter(typeof(RowsJsonConverter))]
    public IReadOnlyList<object?[]>? Rows { get; init; }

    /// <summary>The cells as they are shown, for tables; as long as <see cref="Rows"/>.</summary>
    public IReadOnlyList<string[]>? Text { get; init; }

    /// <summary>The number, for kpis.</summary>
    public KpiResult? Kpi { get; init; }

    /// <summary>The words, for markdown.</summary>
    public string? Markdown { get; init; }

    /// <summary>What is not shown, in words: cut rows, thinned points; null when everything is.</summary>
    public string? Note { get; init; }

    /// <summary>How many rows the question gave.</summary>
    public int RowCount { get; init; }

    /// <summary>Whether there were more rows than were read.</summary>
    public bool Truncated { get; init; }

    /// <summary>The question's SQL, with its parameters still named.</summary>
    public string? Sql { get; init; }

    /// <summary>The table versions that the answer rests on.</summary>
    public IReadOnlyList<TableRead> TableVersions { get; init; } = [];

    /// <summary>How long question and drawing took, in milliseconds.</summary>
    [JsonPropertyName("elapsed")]
    public double ElapsedMs { get; init; }
}

/// <summary>A column of a rendered table.</summary>
/// <param name="Name">The column of the SQL.</param>
/// <param name="Label">What stands above it.</param>
/// <param name="Type">Its SQL type.</param>
/// <param name="Align"><c>right</c> for numbers, else <c>left</c>.</param>
/// <param name="WithSign">Whether texts carry a sign that tells gains from losses.</param>
public sealed record TileColumn(string Name, string Label, string Type, string Align, [property: JsonPropertyName("signed")] bool WithSign);

/// <summary>A rendered number.</summary>
/// <param name="Formatted">The number as it is shown.</param>
public sealed record KpiResult(string Formatted)
{
    /// <summary>The change as it is shown, with its sign; null without one.</summary>
    public string? ChangeFormatted { get; init; }

    /// <summary>Words below.</summary>
    public string? ChangeLabel { get; init; }

    /// <summary><c>up</c>, <c>down</c> or <c>flat</c>: the arrow.</summary>
    public string? Direction { get; init; }

    /// <summary><c>good</c>, <c>bad</c> or <c>neutral</c>: the colour.</summary>
    public string? Tone { get; init; }
}
