namespace Wallstreet.Insight.Parsing;

/// <summary>A key that a mapping of a dashboard file may have. The parser and the JSON schema both come from it.</summary>
internal sealed record YamlKey(string Name, YamlType Type, string Description)
{
    public bool Required { get; init; }

    /// <summary>The words allowed, for text.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A regular expression for text, and the words that explain it.</summary>
    public string? Pattern { get; init; }

    public string? PatternHint { get; init; }

    public int Minimum { get; init; }

    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>The shape below, for mappings.</summary>
    public YamlShape? Shape { get; init; }
}
