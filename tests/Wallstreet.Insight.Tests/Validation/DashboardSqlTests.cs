using TestKit;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Parsing;
using Wallstreet.Insight.Validation;
using Wallstreet.Query;
using Wallstreet.Storage;

namespace Wallstreet.Insight.Tests.Validation;

public sealed class DashboardSqlTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ObjectStoreFactory _stores = new(new ObjectStoreOptions());
    private readonly QueryEngine _engine;

    public DashboardSqlTests() => _engine = new QueryEngine(
        new FolderCatalog(_stores.Open(_folder["lake"])),
        _stores,
        new QueryOptions { TempDirectory = _folder["temp"], CacheDirectory = _folder["cache"] },
        TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _stores.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Broken_SQL_is_found_in_the_line_of_the_file_where_it_stands()
    {
        const string Text = """
            title: T
            tiles:
              - id: good
                kind: table
                at: {x: 0, y: 0, w: 6, h: 3}
                sql: SELECT 1
              - id: bad
                kind: table
                at: {x: 6, y: 0, w: 6, h: 3}
                sql: |
                  SELECT 1,
                    2 FRO x
              - id: writes
                kind: table
                at: {x: 12, y: 0, w: 6, h: 3}
                sql: DROP TABLE gold.daily_prices
            """;

        IReadOnlyList<DashboardProblem> problems = DashboardSql.FindProblems(DashboardParser.Parse(Text, "insight/t.yaml"), _engine);

        Assert.Equal([12, 16], problems.Select(problem => problem.Line));
        Assert.StartsWith("insight/t.yaml(12,", problems[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("'bad'", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("SELECT", problems[1].Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("market-overview")]
    [InlineData("data-quality")]
    public void The_SQL_of_the_shipped_dashboards_parses(string name)
    {
        string path = Repository.PathOf("apps", "MarketLake", "insight", name + ".yaml");

        Assert.Empty(DashboardSql.FindProblems(DashboardParser.Parse(File.ReadAllText(path), path), _engine));
    }
}
