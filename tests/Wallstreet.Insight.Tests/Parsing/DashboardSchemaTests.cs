using System.Text.Json.Nodes;
using Wallstreet.Insight.Parsing;

namespace Wallstreet.Insight.Tests.Parsing;

public sealed class DashboardSchemaTests
{
    // Wrong in ways that a schema cannot tell: positions, names that must differ, values that depend on others.
    private static readonly HashSet<string> _beyondSchema =
        ["tile ends outside", "two y with series", "column twice", "not YAML", "duplicate key", "two documents", "empty file"];

    private static readonly HashSet<string> _parametersBeyondSchema =
        ["no options", "options on text", "both options", "default not offered", "option twice", "bad date", "bad range",
         "range with one end", "bad number", "multi with one text", "text that is a number"];

    private static readonly JsonNode _schema = JsonNode.Parse(DashboardSchema.Write())!;

    [Fact]
    public void The_schema_in_the_docs_is_the_one_that_the_parser_writes()
    {
        string path = Repository.PathOf("docs", "reference", "dashboard.schema.json");

        Golden.MatchesFile(path, DashboardSchema.Write());
    }

    [Theory]
    [InlineData("market-overview")]
    [InlineData("data-quality")]
    public void The_shipped_dashboards_fit_the_schema(string name) =>
        Assert.True(SchemaValidator.IsValid(File.ReadAllText(Repository.PathOf("apps", "MarketLake", "insight", name + ".yaml")), _schema));

    [Fact]
    public void What_the_parser_refuses_by_shape_the_schema_refuses_too()
    {
        foreach ((string what, string text, _, _, _) in DashboardParserTests.BadFiles.Select(row => row.Data))
        {
            if (!_beyondSchema.Contains(what))
            {
                Assert.False(SchemaValidator.IsValid(text, _schema), what);
            }
        }
    }

    [Fact]
    public void A_parameter_that_is_refused_by_shape_is_refused_by_the_schema_too()
    {
        foreach ((string what, string parameter, _) in DashboardParserTests.BadParameters.Select(row => row.Data))
        {
            string text = $"title: T\nparameters:\n- {parameter}\ntiles:\n- {{id: a, kind: markdown, at: {{x: 0, y: 0, w: 1, h: 1}}, text: x}}\n";
            Assert.Equal((what, _parametersBeyondSchema.Contains(what)), (what, SchemaValidator.IsValid(text, _schema)));
        }
    }
}
