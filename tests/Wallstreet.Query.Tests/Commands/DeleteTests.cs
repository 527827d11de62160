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

    [Theory]
    [MemberData(nameof(TableShape.All), MemberType = typeof(TableShape))]
    public async Task Columns_may_have_the_names_that_this_program_once_kept_for_itself(string kind)
    {
        await using var lake = new Lake();
        await TableShape.Of(kind).CreateAsync(lake, "t",
            "SELECT i AS k, i % 3 AS p, i AS __wallstreet_row, i AS __wallstreet_file, i AS __wallstreet_clause FROM range(30) r(i)");

        foreach (string statement in (string[])
        [
            "DELETE FROM t WHERE __wallstreet_row = 3",
            "UPDATE t SET __wallstreet_file = -1 WHERE __wallstreet_row = 4",
            "MERGE INTO t USING (SELECT 5 AS k) s ON t.k = s.k WHEN MATCHED THEN UPDATE SET __wallstreet_clause = -2",
        ])
        {
            await lake.Engine.ExecuteAsync(statement, cancellationToken: Lake.Token);
        }

        Assert.Equal("29,432,427,425", await lake.ListAsync(
            "SELECT unnest([count(*), sum(__wallstreet_row), sum(__wallstreet_file), sum(__wallstreet_clause)]) FROM t"));
    }
}
