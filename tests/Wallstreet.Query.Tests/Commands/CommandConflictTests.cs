using TestKit;
using Wallstreet.Delta;

namespace Wallstreet.Query.Tests.Commands;

/// <summary>Commands of which another commits between what one has read and its own commit.</summary>
[OnEveryStore]
public sealed class CommandConflictTests
{
    private const string Nothing = "MERGE INTO t USING (SELECT 1 AS k, 0 AS p UNION ALL SELECT 99, 0) s ON t.k = s.k WHEN MATCHED AND s.k > 5 THEN DELETE "
        + "WHEN NOT MATCHED THEN INSERT (k, p) VALUES (s.k, s.p)";

    private const string Insert = "MERGE INTO t USING (SELECT 25 AS k, 0 AS p UNION ALL SELECT 40, 0) s ON t.k = s.k "
        + "WHEN NOT MATCHED THEN INSERT (k, p) VALUES (s.k, s.p)";

    private const string Update = "MERGE INTO t USING (SELECT 2 AS k) s ON t.k = s.k WHEN MATCHED THEN UPDATE SET v = 'merged'";

    [Theory]
    [InlineData("vectors", "DELETE FROM t WHERE k = 1", "DELETE FROM t WHERE k = 2", true)]
    [InlineData("copy", "DELETE FROM t WHERE k = 1", "DELETE FROM t WHERE k = 2", false)]
    [InlineData("copy", "DELETE FROM t WHERE k = 1", "DELETE FROM t WHERE k = 12", true)]
    [InlineData("vectors", "UPDATE t SET v = 'u' WHERE k = 1", "UPDATE t SET v = 'w' WHERE k = 2", true)]
    [InlineData("vectors", "UPDATE t SET v = 'u' WHERE k = 1", "DELETE FROM t WHERE k = 1", false)]
    [InlineData("vectors", "DELETE FROM t WHERE k < 5", "INSERT INTO t VALUES (3, 0, 'late')", true)]
    [InlineData("vectors", Update, "DELETE FROM t WHERE k = 2", false)]
    [InlineData("vectors", Update, "INSERT INTO t VALUES (77, 0, 'far')", true)]
    [InlineData("vectors", Nothing, "DELETE FROM t WHERE k = 1", false)]
    [InlineData("vectors", Insert, Insert, false)]
    [InlineData("vectors", Insert, "DELETE FROM t WHERE k = 1", true)]
    [InlineData("vectors", "DELETE FROM t WHERE v = (SELECT max(v) FROM t)", "UPDATE t SET v = 'z' WHERE k = 12", false)]
    [InlineData("vectors", "INSERT INTO t SELECT k + 100, p, v FROM t WHERE k < 5", "DELETE FROM t WHERE k = 1", false)]
    [InlineData("vectors", "INSERT INTO t SELECT k + 100, p, v FROM t WHERE k < 5", "DELETE FROM t WHERE k = 12", true)]
    [InlineData("copy", "INSERT INTO t SELECT max(k) + 1, 0, 'next' FROM t", "INSERT INTO t SELECT max(k) + 1, 0, 'next' FROM t", false)]
    [InlineData("copy", "INSERT INTO t SELECT max(k) + 1, 0, 'next' FROM t AT (VERSION => 2)", "DELETE FROM t WHERE k = 12", true)]
    [InlineData("copy", "INSERT INTO t REPLACE WHERE k < 5 SELECT k - 20, p, v FROM t WHERE k IN (21, 22)", "DELETE FROM t WHERE k = 21", false)]
    [InlineData("copy", "INSERT INTO t SELECT 50, 0, 'blind'", "DELETE FROM t WHERE k = 12", true)]
    public async Task A_commit_in_between_is_followed_only_where_the_decision_still_holds(
        string kind, string statement, string other, bool lands)
    {
        await using var lake = new Lake();
        await TableShape.Of(kind).CreateAsync(lake, "t", "SELECT i AS k, 0 AS p, 'v' || i AS v FROM range(10) r(i)");
        await lake.WriteAsync("t", "SELECT i AS k, 0 AS p, 'v' || i AS v FROM range(10, 20) r(i)");
        await lake.WriteAsync("t", "SELECT i AS k, 0 AS p, 'v' || i AS v FROM range(20, 30) r(i)");
        bool intervened = false;
        var plan = new FaultPlan((_, call, key) =>
        {
            if (!intervened && call == StoreCall.TryPutIfAbsent && key.Contains("_delta_log", StringComparison.Ordinal))
            {
                intervened = true;
                lake.Engine.ExecuteAsync(other, null, null, Lake.Token).AsTask().GetAwaiter().GetResult();
            }

            return Fault.None;
        });
        var store = new FaultyObjectStore(lake.Root, plan);
        await using var engine = new QueryEngine(new FolderCatalog(store), lake.Stores, lake.Options, TimeProvider.System);

        if (lands)
        {
            await engine.ExecuteAsync(statement, null, null, Lake.Token);
        }
        else
        {
            await Assert.ThrowsAsync<ConcurrentModificationException>(
                async () => await engine.ExecuteAsync(statement, null, null, Lake.Token));
        }

        Assert.True(intervened, "the other statement never ran");
        Assert.Equal(lands ? 5 : 4, (await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token)).Version);
    }
}
