using System.Text.Json.Nodes;

namespace Wallstreet.Insight.Charts;

/// <summary>A drawn chart.</summary>
/// <param name="Options">Options of Apache ECharts as plain JSON: no functions, nothing computed in the browser.</param>
/// <param name="Note">What was left out or joined, in words; null when everything is shown.</param>
public sealed record Chart(JsonObject Options, string? Note);
