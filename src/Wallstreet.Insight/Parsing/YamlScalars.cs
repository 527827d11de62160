using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wallstreet.Insight.Parsing;

/// <summary>What a scalar is by the core schema of YAML 1.2; text in quotes is always text.</summary>
internal static class YamlScalars
{
    public static bool IsPlain(YamlScalarNode node) => node.Style is ScalarStyle.Plain or ScalarStyle.Any;

    /// <summary>The value of a key, before any check.</summary>
    public static YamlNode? FindValue(YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    public static string Describe(YamlNode node) => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        YamlScalarNode scalar when IsNull(scalar) => "nothing",
        YamlScalarNode scalar when IsFlag(scalar) => $"a flag ({scalar.Value})",
        YamlScalarNode scalar when IsNumber(scalar) => $"a number ({scalar.Value})",
        YamlScalarNode scalar => $"text ('{scalar.Value}')",
        _ => "something else",
    };

    public static bool IsText(YamlNode node) =>
        node is YamlScalarNode scalar && !IsNull(scalar) && !IsFlag(scalar) && !IsNumber(scalar);

    public static bool IsNull(YamlScalarNode node) => IsPlain(node) && node.Value is null or "" or "~" or "null" or "Null" or "NULL";

    public static bool IsFlag(YamlScalarNode node) =>
        IsPlain(node) && node.Value is "true" or "True" or "TRUE" or "false" or "False" or "FALSE";

    public static bool IsNumber(YamlScalarNode node) =>
        IsPlain(node) && double.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    public static bool TryWholeNumber(YamlNode node, out int number)
    {
        number = 0;
        return node is YamlScalarNode scalar && IsPlain(scalar)
            && int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    public static bool TryFlag(YamlNode node, out bool flag)
    {
        flag = node is YamlScalarNode { Value: "true" or "True" or "TRUE" };
        return node is YamlScalarNode scalar && IsFlag(scalar);
    }
}
