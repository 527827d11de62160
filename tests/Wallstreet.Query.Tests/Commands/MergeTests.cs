using Wallstreet.Delta;
using Wallstreet.Query.Commands;

namespace Wallstreet.Query.Tests.Commands;

[OnEveryStore]
public sealed class MergeTests
{
    private static readonly MergeClause _updateAll = new(MergeMatch.Matched, MergeAction.Update);
    private static readonly MergeClause _insertAll = new(MergeMatch.NotMatched, MergeAction.Insert);

    private static MergeCommand Merge(string source, params MergeClause[] clauses) =>
        new(source, "t.k = s.k", clauses) { Name = "t" };

    [Theory]
    [MemberData(nameof(TableShape.All), MemberType = typeof(TableShape))]
    public async Task Rows_that_match_are_updated_and_others_inserted(string kind)
    {
        await using var lake = new Lake();
        DeltaTable table = await TableShape.Of(kind).CreateAsync(
            lake, "t", "SELECT i AS k, i % 3 AS p, 'old' AS v FROM range(30) r(i)");

        CommandResult done = await lake.Engine.MergeAsync(
            table, Merge("(SELECT 'new' AS V, i AS k, 7 AS p FROM range(20, 40, 2) r(i)) AS s", _updateAll, _insertAll), Lake.Token);

        Assert.Equal((5, 5, 0), (done.RowsInserted, done.RowsUpdated, done.RowsDeleted));
        Assert.Equal("35,10,10", await lake.ListAsync(
            "SELECT unnest([count(*), count(*) FILTER (v = 'new'), count(*) FILTER (p = 7 AND k >= 20 AND k % 2 = 0)]) FROM t"));
        CommitRecord commit = await table.GetHistoryAsync(1, Lake.Token).FirstAsync(Lake.Token);
        Assert.Equal(("MERGE", "5", "10"),
            (commit.Operation, commit.Metrics["numTargetRowsInserted"], commit.Metrics["numSourceRows"]));
    }
}
