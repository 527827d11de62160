using System.Text.Json;
using Wallstreet.Insight.Charts;

namespace Wallstreet.Insight.Rendering;

/// <summary>How a tile is to be rendered.</summary>
public sealed record TileRequest
{
    /// <summary>Values of parameters by name: text, a list of text, a number, or {from, to}; those left out have their default.</summary>
    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Known at: a table version or a timestamp; null for now.</summary>
    public string? KnownAt { get; init; }

    /// <summary>The colours.</summary>
    public ChartTheme Theme { get; init; } = ChartTheme.Dark;
}
