using System.Globalization;
using Wallstreet.Insight.Dashboards;
using YamlDotNet.RepresentationModel;

namespace Wallstreet.Insight.Parsing;

internal static class ParameterParser
{
    public static IReadOnlyList<ParameterDefinition> Read(YamlMapping dashboard, SqlTextReader sql)
    {
        List<ParameterDefinition> parameters = [];
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach (YamlMappingNode node in dashboard.Items("parameters").OfType<YamlMappingNode>())
        {
            YamlMapping mapping = new(node, DashboardShapes.Parameter, dashboard.Problems);
            if (ReadOne(mapping, sql) is not { } parameter)
            {
                continue;
            }

            foreach (string name in parameter.SqlNames.Where(name => !owners.TryAdd(name, parameter.Name)))
            {
                dashboard.Problems.Add(
                    mapping.Find("name")!,
                    $"The parameter '{parameter.Name}' would be ${name}, which '{owners[name]}' is already.",
                    "Give each parameter a name of its own.");
            }

            parameters.Add(parameter);
        }

        return parameters;
    }

    private static ParameterDefinition? ReadOne(YamlMapping mapping, SqlTextReader sql)
    {
        if (mapping.Text("name") is not { } name || mapping.Text("kind") is not { } kindName)
        {
            return null;
        }

        ParameterKind kind = DashboardShapes.ParameterKinds[kindName];
        ParameterDefinition parameter = new(name, kind)
        {
            Label = mapping.Text("label") ?? name,
            Options = ReadOptions(mapping),
            OptionsSql = mapping.Find("optionsSql") is YamlScalarNode node ? sql.Read(node) : null,
            Default = ReadDefault(mapping, kind),
        };
        CheckOptions(mapping, parameter);
        return parameter;
    }

    private static List<ParameterOption> ReadOptions(YamlMapping mapping)
    {
        List<ParameterOption> options = [];
        foreach (YamlNode item in mapping.Items("options"))
        {
            ParameterOption? option = item switch
            {
                YamlScalarNode scalar => new ParameterOption(scalar.Value!, scalar.Value!),
                YamlMappingNode node when new YamlMapping(node, DashboardShapes.Option, mapping.Problems) is var entry
                    && entry.Text("value") is { } value => new ParameterOption(value, entry.Text("label") ?? value),
                _ => null,
            };
            if (option is not null && options.Any(other => other.Value == option.Value))
            {
                mapping.Problems.Add(item, $"The option '{option.Value}' is there twice.", "Remove one.");
            }
            else if (option is not null)
            {
                options.Add(option);
            }
        }

        return options;
    }

    private static void CheckOptions(YamlMapping mapping, ParameterDefinition parameter)
    {
        bool chooses = parameter.Kind is ParameterKind.Symbol or ParameterKind.Select or ParameterKind.Multi;
        YamlNode? options = mapping.Find("options") ?? mapping.Find("optionsSql");
        if (!chooses && options is not null)
        {
            mapping.Problems.Add(options, $"A {mapping.Text("kind")} parameter has no options.", "Remove them, or make it a select.");
        }
        else if (chooses && options is null)
        {
            mapping.Problems.Add(mapping.Node, $"The parameter '{parameter.Name}' has no options.", "Add options: [a, b] or optionsSql: SELECT …");
        }
        else if (mapping.Find("options") is not null && mapping.Find("optionsSql") is { } second)
        {
            mapping.Problems.Add(second, $"The parameter '{parameter.Name}' has options and optionsSql.", "Keep one of them.");
        }

        if (chooses && parameter.Options.Count > 0
            && parameter.Default.FirstOrDefault(value => parameter.Options.All(option => option.Value != value)) is { } unknown)
        {
            string hint = NearestName.Hint(unknown, [.. parameter.Options.Select(option => option.Value)]);
            mapping.Problems.Add(mapping.Find("default")!, $"The default '{unknown}' is not an option.", hint);
        }
    }

    private static IReadOnlyList<string> ReadDefault(YamlMapping mapping, ParameterKind kind)
    {
        if (mapping.Find("default") is not { } node)
        {
            return [];
        }

        IReadOnlyList<string>? value = kind switch
        {
            ParameterKind.DateRange => ReadRange(node),
            ParameterKind.Multi => node is YamlSequenceNode list && list.Children.All(YamlScalars.IsText)
                ? [.. list.Children.Cast<YamlScalarNode>().Select(item => item.Value!)] : null,
            ParameterKind.Date => node is YamlScalarNode scalar && RelativeDate.IsValid(scalar.Value) ? [scalar.Value!] : null,
            ParameterKind.Number => node is YamlScalarNode scalar && YamlScalars.IsNumber(scalar) ? [scalar.Value!] : null,
            _ => YamlScalars.IsText(node) ? [((YamlScalarNode)node).Value!] : null,
        };
        if (value is null)
        {
            mapping.Problems.Add(node, $"The default does not fit a {mapping.Text("kind")} parameter.", Expected(kind));
        }

        return value ?? [];
    }

    private static IReadOnlyList<string>? ReadRange(YamlNode node)
    {
        if (node is not YamlMappingNode { Children.Count: 2 } mapping)
        {
            return null;
        }

        string? from = (YamlScalars.FindValue(mapping, "from") as YamlScalarNode)?.Value;
        string? to = (YamlScalars.FindValue(mapping, "to") as YamlScalarNode)?.Value;
        return RelativeDate.IsValid(from) && RelativeDate.IsValid(to) ? [from!, to!] : null;
    }

    private static string Expected(ParameterKind kind) => kind switch
    {
        ParameterKind.DateRange => "Write {from: 2015-01-01, to: today}.",
        ParameterKind.Multi => "Write a list of text: [A, B].",
        ParameterKind.Date => "Write a day (2015-01-31), today, or a distance from today: -30d, -6m, -5y.",
        ParameterKind.Number => string.Create(CultureInfo.InvariantCulture, $"Write a number, such as {0.5}."),
        _ => "Write text, in quotes if it looks like a number.",
    };
}
