using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Formatting;
using Wallstreet.Insight.Parsing;

namespace Wallstreet.Insight.Tests.Parsing;

public sealed class DashboardParserTests
{
    private const string Head = "title: T\ntiles:\n";

    public static TheoryData<string, string, int, int, string> BadFiles => new()
    {
        // what it is, file, line, column, part of message and hint
        { "unknown key", "title: T\ndescripton: x\ntiles:\n- {id: a, kind: markdown, at: {x: 0, y: 0, w: 1, h: 1}, text: x}\n", 2, 1, "Did you mean 'description'" },
        { "unknown tile key", Head + "- {id: a, kind: line, at: {x: 0, y: 0, w: 1, h: 1}, sql: S, x: a, y: b, stacked: true}\n", 3, 73, "tiles of kind area, bar" },
        { "missing title", "tiles:\n- {id: a, kind: markdown, at: {x: 0, y: 0, w: 1, h: 1}, text: x}\n", 1, 1, "'title' is missing" },
        { "missing tiles", "title: T\n", 1, 1, "'tiles' is missing" },
        { "empty tiles", "title: T\ntiles: []\n", 2, 8, "at least one item" },
        { "title is a number", "title: 12\ntiles:\n- {id: a, kind: markdown, at: {x: 0, y: 0, w: 1, h: 1}, text: x}\n", 1, 8, "Put it in quotes" },
        { "title is nothing", "title:\ntiles:\n- {id: a, kind: markdown, at: {x: 0, y: 0, w: 1, h: 1}, text: x}\n", 1, 7, "not nothing" },
        { "text is a list", "title: [a]\ntiles:\n- {id: a, kind: markdown, at: {x: 0, y: 0, w: 1, h: 1}, text: x}\n", 1, 8, "not a list" },
        { "flag is text", Head + "- {id: a, kind: line, at: {x: 0, y: 0, w: 1, h: 1}, sql: S, x: a, y: b, zoom: 'yes'}\n", 3, 79, "true or false" },
        { "number is text", Head + "- {id: a, kind: line, at: {x: zero, y: 0, w: 1, h: 1}, sql: S, x: a, y: b}\n", 3, 31, "whole number" },
        { "number out of range", Head + "- {id: a, kind: line, at: {x: 0, y: 0, w: 25, h: 1}, sql: S, x: a, y: b}\n", 3, 43, "from 1 to 24" },
        { "tile ends outside", Head + "- {id: a, kind: line, at: {x: 20, y: 0, w: 6, h: 1}, sql: S, x: a, y: b}\n", 3, 27, "at most w: 4" },
        { "unknown kind", Head + "- {id: a, kind: lime, at: {x: 0, y: 0, w: 1, h: 1}, sql: S, x: a, y: b}\n", 3, 17, "Did you mean 'line'" },
        { "bad id", Head + "- {id: A b, kind: markdown, at: {x: 0, y: 0, w: 1, h: 1}, text: x}\n", 3, 8, "lower-case" },
        { "bad format", Head + "- {id: a, kind: kpi, at: {x: 0, y: 0, w: 1, h: 1}, sql: S, value: v, format: percents}\n", 3, 78, "[+]kind[:decimals]" },
        { "missing sql", Head + "- {id: a, kind: kpi, at: {x: 0, y: 0, w: 1, h: 1}, value: v}\n", 3, 3, "'sql' is missing" },
        { "empty sql", Head + "- {id: a, kind: kpi, at: {x: 0, y: 0, w: 1, h: 1}, value: v, sql: ' '}\n", 3, 67, "'sql' is empty" },
        { "two y with series", Head + "- {id: a, kind: line, at: {x: 0, y: 0, w: 1, h: 1}, sql: S, x: a, y: [b, c], series: d}\n", 3, 86, "Keep one y" },
        { "no text", Head + "- {id: a, kind: markdown, at: {x: 0, y: 0, w: 1, h: 1}}\n", 3, 3, "'text' is missing" },
        { "tile is text", Head + "- hello\n", 3, 3, "list of mappings" },
        { "column twice", Head + "- {id: a, kind: table, at: {x: 0, y: 0, w: 1, h: 1}, sql: S, columns: [{name: c}, {name: c}]}\n", 3, 90, "there twice" },
        { "root is a list", "- a\n- b\n", 1, 1, "not one mapping" },
        { "empty file", "", 1, 1, "not one mapping" },
        { "two documents", "title: T\n---\ntitle: U\n", 1, 1, "not one mapping" },
        { "not YAML", "title: 'T\ntiles: x\n", 1, 8, "not YAML" },
        { "duplicate key", "title: T\ntitle: U\n", 2, 1, "not YAML" },
    };

    public static TheoryData<string, string, string> BadParameters => new()
    {
        { "unknown kind", "{name: a, kind: sybol}", "Did you mean 'symbol'" },
        { "bad name", "{name: A-b, kind: text}", "underscores" },
        { "no options", "{name: a, kind: select}", "has no options" },
        { "options on text", "{name: a, kind: text, options: [x]}", "make it a select" },
        { "both options", "{name: a, kind: select, options: [x], optionsSql: S}", "Keep one" },
        { "default not offered", "{name: a, kind: select, options: [alpha, beta], default: alpa}", "Did you mean 'alpha'" },
        { "option twice", "{name: a, kind: select, options: [x, x]}", "there twice" },
        { "option without value", "{name: a, kind: select, options: [{label: x}]}", "'value' is missing" },
        { "bad date", "{name: a, kind: date, default: 2015-02-30}", "-30d" },
        { "bad range", "{name: a, kind: date-range, default: 2015-01-01}", "{from:" },
        { "range with one end", "{name: a, kind: date-range, default: {from: today}}", "{from:" },
        { "bad number", "{name: a, kind: number, default: many}", "Write a number" },
        { "multi with one text", "{name: a, kind: multi, options: [x], default: x}", "[A, B]" },
        { "text that is a number", "{name: a, kind: text, default: 12}", "in quotes" },
        { "unknown key", "{name: a, kind: text, defalt: b}", "Did you mean 'default'" },
        { "default is nothing", "{name: a, kind: text, default: }", "must be a value" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_file_is_refused_with_line_column_and_a_hint(string what, string text, int line, int column, string expected)
    {
        DashboardReading reading = DashboardParser.Read(text, "insight/bad.yaml");

        Assert.Null(reading.Dashboard);
        DashboardProblem? problem = reading.Problems.FirstOrDefault(p => p.ToString().Contains(expected, StringComparison.Ordinal));
        Assert.True(problem is not null, $"{what}: {string.Join('\n', reading.Problems)}");
        Assert.Equal((what, line, column), (what, problem.Line, problem.Column));
        Assert.Equal("insight/bad.yaml", problem.File);
        Assert.NotEmpty(problem.Hint);
    }

    [Theory]
    [MemberData(nameof(BadParameters))]
    public void A_bad_parameter_is_refused_with_a_hint(string what, string parameter, string expected)
    {
        string text = $"title: T\nparameters:\n- {parameter}\ntiles:\n- {{id: a, kind: markdown, at: {{x: 0, y: 0, w: 1, h: 1}}, text: x}}\n";

        DashboardReading reading = DashboardParser.Read(text, "bad.yaml");

        DashboardProblem problem = Assert.Single(reading.Problems);
        Assert.True(problem.ToString().Contains(expected, StringComparison.Ordinal), $"{what}: {problem}");
        Assert.Equal(3, problem.Line);
    }

    [Fact]
    public void Tiles_that_overlap_are_both_named()
    {
        const string Text = """
            title: T
            tiles:
            - {id: left, kind: markdown, at: {x: 0, y: 0, w: 6, h: 3}, text: x}
            - {id: right, kind: markdown, at: {x: 5, y: 2, w: 6, h: 3}, text: x}
            - {id: below, kind: markdown, at: {x: 0, y: 3, w: 5, h: 3}, text: x}
            """;

        DashboardProblem problem = Assert.Single(DashboardParser.Read(Text, "t.yaml").Problems);

        Assert.Equal((4, 35), (problem.Line, problem.Column));
        Assert.Equal("The tile 'right' overlaps the tile 'left'.", problem.Message);
        Assert.Equal("'left' covers columns 0 to 5 and rows 0 to 2.", problem.Hint);
    }

    [Fact]
    public void A_tile_id_that_is_used_twice_names_the_first_line()
    {
        const string Text = """
            title: T
            tiles:
            - {id: a, kind: markdown, at: {x: 0, y: 0, w: 6, h: 3}, text: x}
            - {id: a, kind: markdown, at: {x: 6, y: 0, w: 6, h: 3}, text: x}
            """;

        Assert.Contains("already used on line 3", Assert.Single(DashboardParser.Read(Text, "t.yaml").Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_parameter_is_found_in_the_line_of_the_SQL_where_it_stands()
    {
        const string Text = """
            title: T
            parameters:
              - {name: symbol, kind: text}
              - {name: period, kind: date-range}
            tiles:
              - id: a
                kind: kpi
                at: {x: 0, y: 0, w: 6, h: 3}
                value: v
                sql: |
                  -- not $this
                  SELECT '$nor this', $$nor $that$$, "$x"
                  FROM t WHERE s = $symbl AND d > $period
            """;

        IReadOnlyList<DashboardProblem> problems = DashboardParser.Read(Text, "t.yaml").Problems;

        Assert.Equal(2, problems.Count);
        Assert.Equal((13, 24, "Did you mean $symbol?"), (problems[0].Line, problems[0].Column, problems[0].Hint));
        Assert.Equal((13, 39), (problems[1].Line, problems[1].Column));
        Assert.Equal("'period' is a date range: use $period_from and $period_to.", problems[1].Hint);
    }

    [Fact]
    public void Two_parameters_that_would_be_the_same_in_SQL_are_refused()
    {
        const string Text = """
            title: T
            parameters:
            - {name: period, kind: date-range}
            - {name: period_to, kind: date}
            tiles:
            - {id: a, kind: markdown, at: {x: 0, y: 0, w: 6, h: 3}, text: x}
            """;

        DashboardProblem problem = Assert.Single(DashboardParser.Read(Text, "t.yaml").Problems);

        Assert.Equal((4, 10), (problem.Line, problem.Column));
        Assert.Contains("$period_to", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_of_a_file_are_told_at_once_in_its_order()
    {
        const string Text = """
            title: 1
            colour: red
            tiles:
            - {id: a, kind: kpi, at: {x: 0, y: 0, w: 6}, sql: SELECT $no, value: v}
            """;

        DashboardReading reading = DashboardParser.Read(Text, "t.yaml");

        Assert.Equal([1, 2, 4, 4], reading.Problems.Select(problem => problem.Line));
        DashboardFormatException error = Assert.Throws<DashboardFormatException>(reading.GetDashboard);
        Assert.StartsWith("t.yaml(1,8): 'title' must be text, not a number (1).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_before_it_is_parsed()
    {
        DashboardReading reading = DashboardParser.Read(new string('#', DashboardParser.LengthMax + 1), "t.yaml");

        Assert.Contains("longer than 1,000,000", Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_file_becomes_its_definition()
    {
        const string Text = """
            title: Prices
            tags: [a, b]
            parameters:
            - {name: symbol, kind: select, label: Symbol, options: [A, {value: B, label: Bee}], default: B}
            tiles:
            - id: bars
              kind: bar
              title: Bars
              at: {x: 4, y: 2, w: 20, h: 5}
              sql: SELECT d, v FROM t WHERE s = $symbol
              x: d
              y: v
              signed: true
              rows: 10
              format: +percent:1
            """;

        DashboardDefinition dashboard = DashboardParser.Parse(Text, "insight/prices.yaml");

        Assert.Equal(("prices", "Prices"), (dashboard.Name, dashboard.Title));
        Assert.Equal(["A", "Bee"], dashboard.Parameters[0].Options.Select(option => option.Label));
        TileDefinition tile = Assert.Single(dashboard.Tiles);
        Assert.Equal(new TileArea(4, 2, 20, 5), tile.Area);
        Assert.Equal(["symbol"], tile.SqlParameters);
        Assert.Equal(10, tile.RowsMax);
        SeriesSettings settings = Assert.IsType<SeriesSettings>(tile.Settings);
        Assert.True(settings.WithSign);
        Assert.Equal(ValueFormat.Of(ValueFormatKind.Percent, 1, withSign: true), settings.Format);
    }

    [Theory]
    [InlineData("market-overview")]
    [InlineData("data-quality")]
    public void The_shipped_dashboards_are_well_formed(string name)
    {
        string path = Repository.PathOf("apps", "MarketLake", "insight", name + ".yaml");

        DashboardReading reading = DashboardParser.Read(File.ReadAllText(path), path);

        Assert.Empty(reading.Problems);
        Assert.NotEmpty(reading.GetDashboard().Tiles);
    }
}
