using System.Globalization;
using System.Text.RegularExpressions;
using TestKit;
using Wallstreet.Storage;

namespace EndToEnd.Tests;

/// <summary>The pages of the reference name what the program has, with its defaults.</summary>
public sealed partial class DocsReferenceTests
{
    private static readonly string[] SettingsReaders =
        ["src/Wallstreet/Hosting/QuerySettings.cs", "src/Wallstreet/Hosting/WebSettings.cs"];

    [Fact]
    public void Every_setting_of_storage_stands_in_the_reference_with_its_default()
    {
        ObjectStoreOptions options = new();
        Assert.Equal(Settings(options, "Storage:").Order(StringComparer.Ordinal), Documented("Storage:"));
    }

    [Fact]
    public void Every_setting_that_the_program_reads_stands_in_the_reference()
    {
        string page = File.ReadAllText(Repository.PathOf("docs/reference/configuration.md"));
        foreach (string file in SettingsReaders)
        {
            string section = Path.GetFileName(file)[..^"Settings.cs".Length];
            string[] names = [.. SettingName().Matches(File.ReadAllText(Repository.PathOf(file))).Select(static match => match.Groups[1].Value)];
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.Contains($"`{section}:{name}", page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_event_and_every_word_of_a_models_header_stands_in_the_reference()
    {
        Require("src/Wallstreet.Orchestration/Events/RunEvent.cs", EventName(), "docs/reference/events.md", "`{0}`");
        Require("src/Wallstreet.Lakehouse/SqlModels/SqlModelHeader.cs", HeaderWord(), "docs/reference/sql-models.md", "`@{0}`");
    }

    private static void Require(string source, Regex name, string page, string form)
    {
        string text = File.ReadAllText(Repository.PathOf(page));
        string[] names = [.. name.Matches(File.ReadAllText(Repository.PathOf(source))).Select(static match => match.Groups[1].Value)];
        Assert.NotEmpty(names);
        Assert.All(names, found => Assert.Contains(string.Format(CultureInfo.InvariantCulture, form, found), text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Settings(object options, string prefix) =>
        options.GetType().GetProperties().SelectMany(property => property.GetValue(options) switch
        {
            { } part when part.GetType().Name.EndsWith("Options", StringComparison.Ordinal) => Settings(part, $"{prefix}{property.Name}:"),
            null => [$"{prefix}{property.Name}"],
            { } value => [$"{prefix}{property.Name}={Convert.ToString(value, CultureInfo.InvariantCulture)}"],
        });

    // A default that is a plain value stands in backticks; what depends on other things is said in words.
    private static IEnumerable<string> Documented(string prefix) =>
        File.ReadLines(Repository.PathOf("docs/reference/configuration.md"))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 5 && cells[1].StartsWith("`" + prefix, StringComparison.Ordinal))
            .Select(static cells => cells[1].Trim('`') + (cells[3] is ['`', .., '`'] ? "=" + cells[3].Trim('`') : ""))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?:section\[|GetValue<[^>]+>\(|section\.GetSection\()""(\w+)""")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"JsonDerivedType\(typeof\(\w+\), ""(\w+)""\)")]
    private static partial Regex EventName();

    [GeneratedRegex(@"case ""(\w+)"":")]
    private static partial Regex HeaderWord();
}
