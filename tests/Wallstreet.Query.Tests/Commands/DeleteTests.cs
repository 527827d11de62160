using Wallstreet.Delta;
using Wallstreet.Query.Commands;

namespace Wallstreet.Query.Tests.Commands;

[OnEveryStore]
public sealed class DeleteTests
{
    [Theory]
    [MemberData(nameof(TableShape.All), MemberType = typeof(TableShape))]
    public async Task Rows_that_satisfy_the_condition_go_and_all_others_stay(string kind)
    {
        TableShape shape = TableShape.Of(kind);
        await using var lake = new Lake();
        DeltaTable table = await shape.CreateAsync(lake, "t", "SELECT i AS k, i % 3 AS p, 'v' || i AS v FROM range(30) r(i)");

        CommandResult done = await lake.Engine.DeleteAsync(
            table, new DeleteCommand { Where = "k % 4 = 1 OR (p = 2 AND v IS NULL)", Name = "t" }, Lake.Token);

        Assert.Equal((2, true, 8), (done.Version, done.Committed, done.RowsDeleted));
        Assert.Equal("22,0,0", await lake.ListAsync(
            "SELECT unnest([count(*), count(*) FILTER (k % 4 = 1), count(*) FILTER (v IS NULL)]) FROM t"));
        Assert.Equal(shape.DeletionVectors, done.DeletionVectorsWritten > 0);
        Assert.Equal(shape.DeletionVectors, done.FilesAdded == 0);
        CommitRecord commit = await table.GetHistoryAsync(1, Lake.Token).FirstAsync(Lake.Token);
        Assert.Equal(("DELETE", "8"), (commit.Operation, commit.Metrics["numDeletedRows"]));
    }
}
