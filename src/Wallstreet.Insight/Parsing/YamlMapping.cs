using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Wallstreet.Insight.Parsing;

/// <summary>A mapping checked against its shape: what is read from it has the right type, and what was wrong is a problem.</summary>
internal sealed class YamlMapping
{
    private static readonly TimeSpan _patternTimeout = TimeSpan.FromMilliseconds(200);
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);

    public YamlMapping(YamlMappingNode node, YamlShape shape, ProblemList problems)
    {
        Node = node;
        Shape = shape;
        Problems = problems;
        foreach ((YamlNode key, YamlNode value) in node.Children)
        {
            ReadEntry(key, value);
        }

        foreach (YamlKey key in shape.Keys.Where(key => key.Required && !node.Children.ContainsKey(new YamlScalarNode(key.Name))))
        {
            problems.Add(node, $"The key '{key.Name}' is missing.", $"Every {Noun} needs one: {key.Description}");
        }
    }

    public YamlMappingNode Node { get; }

    public YamlShape Shape { get; }

    public ProblemList Problems { get; }

    private string Noun => Shape.Noun[(Shape.Noun.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    public YamlNode? Find(string key) => _values.GetValueOrDefault(key);

    public string? Text(string key) => (Find(key) as YamlScalarNode)?.Value;

    public int? Whole(string key) => Find(key) is { } node && YamlScalars.TryWholeNumber(node, out int number) ? number : null;

    public bool Flag(string key) => Find(key) is { } node && YamlScalars.TryFlag(node, out bool flag) && flag;

    public IReadOnlyList<string> Texts(string key) => Find(key) switch
    {
        YamlScalarNode scalar => [scalar.Value!],
        YamlSequenceNode list => [.. list.Children.OfType<YamlScalarNode>().Select(item => item.Value!)],
        _ => [],
    };

    public YamlMapping? Mapping(string key) =>
        Find(key) is YamlMappingNode node ? new YamlMapping(node, Shape.FindKey(key)!.Shape!, Problems) : null;

    public IEnumerable<YamlNode> Items(string key) => Find(key) is YamlSequenceNode list ? list.Children : [];

    private void ReadEntry(YamlNode key, YamlNode value)
    {
        string? name = (key as YamlScalarNode)?.Value;
        if (name is null || Shape.FindKey(name) is not { } known)
        {
            Problems.Add(key, $"'{name ?? key.ToString()}' is not a key of {Shape.Noun}.", HintFor(name ?? ""));
            return;
        }

        if (Check(known, value))
        {
            _values[name] = value;
        }
    }

    private string HintFor(string name)
    {
        string[] owners = Shape.Noun == "a tile"
            ? [.. DashboardShapes.Tiles.Where(tile => tile.Value.FindKey(name) is not null).Select(tile => tile.Key)]
            : [];
        return owners.Length > 0
            ? $"It belongs to tiles of kind {string.Join(", ", owners)}."
            : NearestName.Hint(name, [.. Shape.Keys.Select(key => key.Name)]);
    }

    private bool Check(YamlKey key, YamlNode value) => key.Type switch
    {
        YamlType.Text => CheckText(key, value),
        YamlType.WholeNumber => CheckWholeNumber(key, value),
        YamlType.Flag => YamlScalars.TryFlag(value, out _) || Wrong(key, value, "true or false"),
        YamlType.Texts => CheckTexts(key, value),
        YamlType.TextOrTexts => value is YamlSequenceNode ? CheckTexts(key, value) : CheckText(key, value),
        YamlType.Shape => value is YamlMappingNode || Wrong(key, value, "a mapping"),
        YamlType.Shapes => CheckShapes(key, value, allowText: false),
        YamlType.TextsOrShapes => CheckShapes(key, value, allowText: true),
        _ => value is not YamlScalarNode scalar || !YamlScalars.IsNull(scalar) || Wrong(key, value, "a value"),
    };

    private bool CheckText(YamlKey key, YamlNode value)
    {
        if (!YamlScalars.IsText(value))
        {
            return Wrong(key, value, "text");
        }

        string text = ((YamlScalarNode)value).Value!;
        if (string.IsNullOrWhiteSpace(text))
        {
            Problems.Add(value, $"'{key.Name}' is empty.", key.Description);
            return false;
        }

        if (key.Choices.Count > 0 && !key.Choices.Contains(text))
        {
            Problems.Add(value, $"'{text}' is not a {key.Name} of {Shape.Noun}.", NearestName.Hint(text, [.. key.Choices]));
            return false;
        }

        if (key.Pattern is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, _patternTimeout))
        {
            Problems.Add(value, $"'{text}' cannot be the {key.Name} of {Shape.Noun}.", key.PatternHint ?? key.Description);
            return false;
        }

        return true;
    }

    private bool CheckWholeNumber(YamlKey key, YamlNode value)
    {
        if (!YamlScalars.TryWholeNumber(value, out int number))
        {
            return Wrong(key, value, "a whole number");
        }

        if (number >= key.Minimum && number <= key.Maximum)
        {
            return true;
        }

        string range = FormattableString.Invariant($"from {key.Minimum} to {key.Maximum}");
        Problems.Add(value, FormattableString.Invariant($"'{key.Name}' is {number}."), $"It must be {range}.");
        return false;
    }

    private bool CheckTexts(YamlKey key, YamlNode value)
    {
        if (value is not YamlSequenceNode list || list.Children.Count == 0)
        {
            return Wrong(key, value, "a list of text with at least one item");
        }

        return list.Children.All(item => CheckText(key, item));
    }

    private bool CheckShapes(YamlKey key, YamlNode value, bool allowText)
    {
        if (value is not YamlSequenceNode list || list.Children.Count == 0)
        {
            return Wrong(key, value, "a list with at least one item");
        }

        YamlNode? odd = list.Children.FirstOrDefault(item => item is not YamlMappingNode && !(allowText && YamlScalars.IsText(item)));
        return odd is null || Wrong(key, odd, allowText ? "a list of text or mappings" : "a list of mappings");
    }

    private bool Wrong(YamlKey key, YamlNode value, string expected)
    {
        string quote = value is YamlScalarNode && expected.Contains("text", StringComparison.Ordinal) ? " Put it in quotes if text is meant." : "";
        Problems.Add(value, $"'{key.Name}' must be {expected}, not {YamlScalars.Describe(value)}.", key.Description + quote);
        return false;
    }
}
