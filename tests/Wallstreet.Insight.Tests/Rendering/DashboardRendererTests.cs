using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Wallstreet.Insight.Charts;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Parsing;
using Wallstreet.Insight.Questions;
using Wallstreet.Insight.Rendering;
using Wallstreet.Insight.Tests.Charts;

namespace Wallstreet.Insight.Tests.Rendering;

public sealed class DashboardRendererTests
{
    private const string Yaml = """
        title: T
        parameters:
        - {name: symbol, kind: symbol, optionsSql: SELECT s FROM symbols}
        - {name: side, kind: select, options: [buy, sell], default: buy}
        - {name: many, kind: multi, options: [a, b, c], default: [a]}
        - {name: period, kind: date-range, default: {from: -1y, to: today}}
        - {name: factor, kind: number, default: 1.5}
        tiles:
        - {id: kpi, kind: kpi, at: {x: 0, y: 0, w: 6, h: 3}, sql: SELECT $symbol AS v, value: v, delta: d, caption: c, format: price}
        - {id: table, kind: table, at: {x: 6, y: 0, w: 6, h: 3}, sql: "SELECT $side, $many, $period_from, $period_to, $factor"}
        - {id: words, kind: markdown, at: {x: 12, y: 0, w: 6, h: 3}, sql: SELECT 1 AS n, text: "There are {{n|number:1}}."}
        - {id: line, kind: line, at: {x: 0, y: 3, w: 6, h: 3}, sql: SELECT 1, x: d, y: v, rows: 3}
        """;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero));
    private readonly DashboardDefinition _dashboard = DashboardParser.Parse(Yaml, "t.yaml");

    [Fact]
    public async Task A_parameter_without_value_or_default_takes_its_first_choice()
    {
        RecordedSource source = new(q => q.Sql.Contains("symbols", StringComparison.Ordinal)
            ? Answers.Of("s", ["AAA"], ["BBB"])
            : Answers.Of("v d c", [12.345m, -0.01, "on Monday"]));

        TileResult tile = await RenderAsync(source, "kpi");

        Assert.Equal("AAA", source.Questions[^1].Parameters["symbol"]);
        Assert.Equal("2024-02-29", source.Questions[^1].KnownAt);
        Assert.Equal(
            new KpiResult("12.35") { ChangeFormatted = "−1.00%", ChangeLabel = "on Monday", Direction = "down", Tone = "bad" },
            tile.Kpi);
    }

    [Fact]
    public async Task Defaults_become_typed_values_and_only_those_that_the_SQL_uses_are_passed()
    {
        RecordedSource source = new(_ => Answers.Of("a", [1]));

        await RenderAsync(source, "table");

        IReadOnlyDictionary<string, object?> values = Assert.Single(source.Questions).Parameters;
        Assert.Equal(["factor", "many", "period_from", "period_to", "side"], values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((new DateOnly(2023, 2, 28), new DateOnly(2024, 2, 29)), (values["period_from"], values["period_to"]));
        Assert.Equal(1.5, values["factor"]);
        Assert.Equal(["a"], Assert.IsType<List<string>>(values["many"]));
    }

    [Fact]
    public async Task Given_values_win_over_defaults()
    {
        RecordedSource source = new(_ => Answers.Of("a", [1]));

        await RenderAsync(source, "table", """{"side": "sell", "many": ["b", "c"], "period": ["2020-01-01", "2020-12-31"], "factor": "7"}""");

        IReadOnlyDictionary<string, object?> values = source.Questions[0].Parameters;
        Assert.Equal("sell", values["side"]);
        Assert.Equal(["b", "c"], Assert.IsType<List<string>>(values["many"]));
        Assert.Equal(new DateOnly(2020, 12, 31), values["period_to"]);
        Assert.Equal(7L, values["factor"]);
    }

    [Theory]
    [InlineData("""{"sid": "buy"}""", "Did you mean 'side'")]
    [InlineData("""{"side": "buyy"}""", "Did you mean 'buy'")]
    [InlineData("""{"side": 1}""", "Give text")]
    [InlineData("""{"many": "a"}""", "Give a list")]
    [InlineData("""{"many": ["d"]}""", "a, b, c")]
    [InlineData("""{"period": "2020-01-01"}""", "list of the two days")]
    [InlineData("""{"period": {"from": "2020-02-30", "to": "today"}}""", "Give a day")]
    [InlineData("""{"period": {"from": "today", "to": "2020-01-01"}}""", "not be after")]
    [InlineData("""{"factor": "much"}""", "Give a number")]
    public async Task A_value_that_does_not_fit_is_refused_before_anything_is_asked(string parameters, string expected)
    {
        RecordedSource source = new(_ => Answers.Of("a", [1]));

        ParameterValueException error = await Assert.ThrowsAsync<ParameterValueException>(() => RenderAsync(source, "table", parameters));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(source.Questions);
    }

    [Fact]
    public async Task Words_are_filled_with_the_first_rows_values() =>
        Assert.Equal("There are 7.0.", (await RenderAsync(new RecordedSource(_ => Answers.Of("n", [7])), "words")).Markdown);

    [Fact]
    public async Task An_answer_without_rows_is_told_to_be_empty()
    {
        TileResult tile = await RenderAsync(new RecordedSource(_ => Answers.Of("d v")), "line");

        Assert.True(tile.Empty);
        Assert.Null(tile.Options);
    }

    [Fact]
    public async Task Cut_rows_are_told_and_the_limit_is_the_tiles()
    {
        RecordedSource source = new(_ => Answers.Of("d v", [1, 1.0], [2, 2.0], [3, 3.0]) with { Truncated = true });

        TileResult tile = await RenderAsync(source, "line");

        Assert.Equal(3, source.Questions[0].RowsMax);
        Assert.Equal("Only the first 3 rows were read.", tile.Note);
        Assert.True(tile.Truncated);
    }

    [Fact]
    public async Task A_table_has_cells_as_they_are_and_as_they_are_shown()
    {
        TileResult tile = await RenderAsync(new RecordedSource(_ => Answers.Of("name n", ["A", 1234.5m], ["B", null])), "table");

        Assert.Equal(["left", "right"], tile.Columns!.Select(column => column.Align));
        Assert.Equal(1234.5m, tile.Rows![0][1]);
        Assert.Equal(["1,234.5", "–"], tile.Text!.Select(row => row[1]));
    }

    private async Task<TileResult> RenderAsync(IQuerySource source, string tile, string parameters = "{}") =>
        await new DashboardRenderer(source, _time).RenderTileAsync(
            _dashboard,
            _dashboard.FindTile(tile)!,
            new TileRequest
            {
                Parameters = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(parameters)!,
                KnownAt = "2024-02-29",
                Theme = ChartTheme.Light,
            },
            TestContext.Current.CancellationToken);

    private sealed class RecordedSource(Func<Question, Answer> answer) : IQuerySource
    {
        public List<Question> Questions { get; } = [];

        public ValueTask<Answer> AskAsync(Question question, CancellationToken cancellationToken)
        {
            Questions.Add(question);
            return ValueTask.FromResult(answer(question));
        }
    }
}
