namespace Wallstreet.Insight.Dashboards;

/// <summary>One choice of a parameter.</summary>
/// <param name="Value">What the SQL receives.</param>
/// <param name="Label">What is shown.</param>
public sealed record ParameterOption(string Value, string Label);
