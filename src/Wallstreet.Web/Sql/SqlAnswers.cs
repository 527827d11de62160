using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Wallstreet.Insight.Formatting;
using Wallstreet.Web.Tables;

namespace Wallstreet.Web.Sql;

#pragma warning disable CS1591 // Shapes of the API; the OpenAPI document and docs/reference describe their members.

public sealed record SqlBody
{
    public string? Sql { get; init; }

    /// <summary>A table version or a timestamp; nothing for now.</summary>
    public string? KnownAt { get; init; }

    public int? Limit { get; init; }
}

public sealed record SqlAnswer
{
    public required IReadOnlyList<ResultColumnAnswer> Columns { get; init; }

    [JsonConverter(typeof(RowsJsonConverter))]
    public required IReadOnlyList<object?[]> Rows { get; init; }

    public bool Truncated { get; init; }

    public double ElapsedMs { get; init; }

    public required IReadOnlyList<TableReadAnswer> Tables { get; init; }
}

public sealed record TableReadAnswer(string Name, long Version, DateTimeOffset Timestamp, int FilesScanned, int FilesPruned);

public sealed record ChartBody
{
    /// <summary>Either columns and rows, or SQL.</summary>
    public IReadOnlyList<ResultColumnAnswer>? Columns { get; init; }

    public IReadOnlyList<IReadOnlyList<JsonElement>>? Rows { get; init; }

    public string? Sql { get; init; }

    public string? KnownAt { get; init; }

    /// <summary>candlestick, line, area, bar, heatmap or scatter; nothing or auto for what fits.</summary>
    public string? Kind { get; init; }

    public string? X { get; init; }

    public IReadOnlyList<string>? Y { get; init; }

    public string? Theme { get; init; }
}

public sealed record ChartAnswer(string Kind, JsonObject Options, string? Note);
