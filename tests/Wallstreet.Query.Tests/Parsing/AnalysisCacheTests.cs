using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Tests.Parsing;

public sealed class AnalysisCacheTests
{
    [Fact]
    [OnEveryStore]
    public async Task A_text_that_comes_again_is_not_parsed_again_and_a_wrong_one_is_wrong_again()
    {
        await using var lake = new Lake();

        SqlAnalysis first = lake.Engine.Analyze("SELECT 1 FROM t");
        Assert.Same(first, lake.Engine.Analyze("SELECT 1 FROM t"));
        Assert.NotSame(first, lake.Engine.Analyze("SELECT 1 FROM T"));
        Assert.Throws<SqlSyntaxException>(() => lake.Engine.Analyze("SELECT FROM FROM"));
        Assert.Throws<SqlSyntaxException>(() => lake.Engine.Analyze("SELECT FROM FROM"));
    }

    [Fact]
    [OnEveryStore]
    public async Task A_known_text_reads_the_table_as_it_is_now()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1 AS k");
        Assert.Equal("1", await lake.ListAsync("SELECT k::VARCHAR FROM t ORDER BY 1"));

        await lake.WriteAsync("t", "SELECT 2 AS k");

        Assert.Equal("1,2", await lake.ListAsync("SELECT k::VARCHAR FROM t ORDER BY 1"));
    }

    [Fact]
    public void A_cache_that_is_full_begins_anew_and_long_texts_are_not_kept()
    {
        AnalysisCache cache = new();
        for (int text = 0; text <= 256; text++)
        {
            cache.Keep(Of($"SELECT {text}"));
        }

        cache.Keep(Of(new string(' ', 10_000)));

        Assert.Null(cache.Find("SELECT 0"));
        Assert.NotNull(cache.Find("SELECT 256"));
        Assert.Null(cache.Find(new string(' ', 10_000)));

        static SqlAnalysis Of(string sql) => new(sql, StatementKind.Read, "SELECT", [], [], null);
    }
}
