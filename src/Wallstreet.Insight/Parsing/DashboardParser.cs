using Wallstreet.Insight.Dashboards;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wallstreet.Insight.Parsing;

/// <summary>
/// Reads dashboard files (YAML). Strict: an unknown key, a wrong type, a tile over another or a parameter that does not
/// exist is a problem with line, column and a hint, and all problems of a file are found at once.
/// </summary>
public static class DashboardParser
{
    /// <summary>The longest file that is read, in characters.</summary>
    public const int LengthMax = 1_000_000;

    /// <summary>Reads a dashboard and tells every problem.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">The file's name or path, for messages; its base name is the dashboard's name.</param>
    public static DashboardReading Read(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(file);
        string name = Path.GetFileNameWithoutExtension(file);
        ProblemList problems = new(file);
        DashboardDefinition? dashboard = text.Length > LengthMax
            ? TooLong(problems)
            : ReadRoot(text, problems) is { } root ? ReadDashboard(root, text, name, file, problems) : null;
        return problems.Count > 0
            ? new DashboardReading(name, null, problems.InOrder)
            : new DashboardReading(name, dashboard, []);
    }

    /// <summary>Reads a dashboard; <see cref="DashboardFormatException"/> names every problem.</summary>
    public static DashboardDefinition Parse(string text, string file) => Read(text, file).GetDashboard();

    private static DashboardDefinition? TooLong(ProblemList problems)
    {
        problems.Add(1, 1, FormattableString.Invariant($"The file is longer than {LengthMax:N0} characters."), "Split the dashboard.");
        return null;
    }

    private static YamlMappingNode? ReadRoot(string text, ProblemList problems)
    {
        YamlStream stream = [];
        try
        {
            using StringReader reader = new(text);
            stream.Load(reader);
        }
        catch (YamlException error)
        {
            problems.Add(error.Start, "This is not YAML: " + Innermost(error).TrimEnd('.') + ".", "Check indentation, quotes and colons here.");
            return null;
        }

        if (stream.Documents is [{ RootNode: YamlMappingNode root }])
        {
            return root;
        }

        problems.Add(1, 1, "The file is not one mapping.", "A dashboard starts with 'title: …' at the left margin, once.");
        return null;
    }

    private static string Innermost(YamlException error)
    {
        Exception cause = error;
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return cause.Message;
    }

    private static DashboardDefinition ReadDashboard(
        YamlMappingNode root, string text, string name, string file, ProblemList problems)
    {
        YamlMapping mapping = new(root, DashboardShapes.Dashboard, problems);
        SqlTextReader sql = new(text);
        IReadOnlyList<ParameterDefinition> parameters = ParameterParser.Read(mapping, sql);
        return new DashboardDefinition(name, mapping.Text("title") ?? name, file)
        {
            Description = mapping.Text("description"),
            Tags = mapping.Texts("tags"),
            Parameters = parameters,
            Tiles = new TileParser(sql, parameters, problems).Read(mapping),
        };
    }
}
