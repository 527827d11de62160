using System.Text.Json;
using Wallstreet.Insight.Dashboards;

namespace Wallstreet.Web.Dashboards;

#pragma warning disable CS1591 // Shapes of the API; the OpenAPI document and docs/reference describe their members.

public sealed record DashboardSummaryAnswer(string Name, string Title, string? Description, IReadOnlyList<string> Tags)
{
    /// <summary>Why it cannot be shown: its file's problems.</summary>
    public IReadOnlyList<DashboardProblem>? Problems { get; init; }
}

public sealed record DashboardAnswer
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required IReadOnlyList<ParameterAnswer> Parameters { get; init; }

    public required IReadOnlyList<TileLayoutAnswer> Layout { get; init; }

    public required KnownAtAnswer KnownAt { get; init; }
}

public sealed record ParameterAnswer
{
    public required string Name { get; init; }

    /// <summary>select, multiselect, text, date, daterange or number.</summary>
    public required string Kind { get; init; }

    public required string Label { get; init; }

    public IReadOnlyList<ParameterOption>? Options { get; init; }

    /// <summary>The default as one text or a list of texts.</summary>
    public JsonElement? Default { get; init; }

    public bool Multiple { get; init; }
}

public sealed record TileLayoutAnswer(string Id, string Title, string? Subtitle, string Kind, int X, int Y, int W, int H);

public sealed record KnownAtAnswer(IReadOnlyList<KnownAtMoment> Versions);

/// <summary>A moment at which a table that the dashboard reads changed.</summary>
public sealed record KnownAtMoment(DateTimeOffset Timestamp, string Label)
{
    public IReadOnlyList<string> Tables { get; init; } = [];
}

public sealed record TileBody
{
    public IReadOnlyDictionary<string, JsonElement>? Parameters { get; init; }

    public string? KnownAt { get; init; }

    public string? Theme { get; init; }
}
