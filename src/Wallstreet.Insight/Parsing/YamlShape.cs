namespace Wallstreet.Insight.Parsing;

/// <summary>What a mapping may hold.</summary>
internal sealed record YamlShape(string Noun, IReadOnlyList<YamlKey> Keys)
{
    public YamlKey? FindKey(string name) => Keys.FirstOrDefault(key => key.Name == name);

    public YamlShape With(params ReadOnlySpan<YamlKey> more) => this with { Keys = [.. Keys, .. more] };
}
