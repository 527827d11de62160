using DuckDB.NET.Data;
using Wallstreet.Query.Execution;

namespace Wallstreet.Query.Tests.Execution;

/// <summary>The engine itself refuses what the analysis would, should one ever slip through.</summary>
public sealed class SandboxTests
{
    [Theory]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("COPY (SELECT 1) TO '/tmp/wallstreet-sandbox.csv'")]
    [InlineData("ATTACH '/tmp/wallstreet-sandbox.db'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET memory_limit = '64GB'")]
    [InlineData("SELECT * FROM read_parquet('https://example.com/x.parquet')")]
    public void DuckDB_is_shut_off_from_files_network_and_settings(string sql)
    {
        using var folder = new TestKit.TemporaryFolder();
        QueryOptions options = new() { TempDirectory = folder["temp"], CacheDirectory = folder["cache"] };
        using var host = new DuckHost(options, TimeProvider.System);
        using DuckLease lease = host.Rent([folder.Path]);
        using DuckDBCommand command = lease.Connection.CreateCommand();
#pragma warning disable CA2100 // The statements of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.Throws<DuckDBException>(() => command.ExecuteNonQuery());
    }

    [Fact]
    public void A_folder_that_was_not_known_opens_a_new_instance_and_old_leases_go_on()
    {
        using var folder = new TestKit.TemporaryFolder();
        QueryOptions options = new() { TempDirectory = folder["temp"], CacheDirectory = folder["cache"] };
        using var host = new DuckHost(options, TimeProvider.System);
        using DuckLease old = host.Rent([]);
        using DuckLease next = host.Rent([folder["data"]]);
        using DuckDBCommand first = DuckStatement.Create(old.Connection, "SELECT 1");
        using DuckDBCommand second = DuckStatement.Create(next.Connection, "SELECT 2");
        Assert.Equal((1, 2), (first.ExecuteScalar(), second.ExecuteScalar()));
    }

    [Fact]
    [OnEveryStore]
    public async Task Sixteen_writers_append_at_once_and_no_row_is_lost()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT -1 AS i");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => lake.WriteAsync("t", $"SELECT {i} AS i")));
        Assert.Equal(17L, await lake.ValueAsync("SELECT count(DISTINCT i) FROM t"));
    }

    [Fact]
    public async Task A_statement_that_needs_more_memory_and_disk_than_it_may_use_says_so()
    {
        await using Lake lake = new(location: "memory://nothing", options: new QueryOptions { MemoryLimitBytes = 64L << 20, TempSizeBytesMax = 1 << 20 });
        await Assert.ThrowsAsync<QueryOutOfMemoryException>(
            () => lake.ReadAsync("SELECT count(*) FROM (SELECT DISTINCT hash(i), md5(i::VARCHAR) FROM range(5000000) t(i))"));
    }
}
