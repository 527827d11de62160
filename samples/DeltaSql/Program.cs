using Wallstreet.Delta;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Query;
using Wallstreet.Query.Maintenance;
using Wallstreet.Query.Statements;
using Wallstreet.Storage;

// SQL over a folder of Delta tables, without the platform.
//   dotnet run --project samples/DeltaSql -- [LOCATION]      a folder, or s3://bucket/prefix
using ObjectStoreFactory stores = new(new ObjectStoreOptions());
FolderCatalog catalog = new(stores.Open(args.Length > 0 ? args[0] : "./lake"));
await using QueryEngine engine = new(catalog, stores, new QueryOptions(), TimeProvider.System);

// Statements that write are transactions: each is one commit, or none.
await DoAsync("""
    CREATE TABLE IF NOT EXISTS prices (symbol VARCHAR, day DATE, close DOUBLE)
    TBLPROPERTIES ('delta.enableDeletionVectors' = 'true', 'delta.enableChangeDataFeed' = 'true')
    """);
await DoAsync("INSERT INTO prices VALUES ('AAPL', '2024-01-02', 185.64), ('MSFT', '2024-01-02', 370.87)");
await DoAsync("""
    MERGE INTO prices AS t
    USING (VALUES ('MSFT', DATE '2024-01-02', 370.6), ('NVDA', DATE '2024-01-02', 481.68)) AS s(symbol, day, close)
    ON t.symbol = s.symbol AND t.day = s.day
    WHEN MATCHED THEN UPDATE SET close = s.close
    WHEN NOT MATCHED THEN INSERT *
    """);
await DoAsync("DELETE FROM prices WHERE symbol = 'AAPL'");
await DoAsync("INSERT INTO prices VALUES ('AMZN', '2024-01-02', 149.93)");

// What it is, what it was, and what changed.
await PrintAsync("SELECT symbol, close FROM prices ORDER BY symbol");
await PrintAsync("SELECT symbol, close FROM prices AT (VERSION => 1) ORDER BY symbol");
await PrintAsync("SELECT _commit_version, _change_type, symbol FROM table_changes('prices', from => 2) ORDER BY ALL");

// Small files are joined, and what went wrong is taken back.
DeltaTable table = (await catalog.FindTableAsync("prices", CancellationToken.None))!;
OptimizeResult optimized = await engine.OptimizeAsync(table, new OptimizeRequest());
Console.WriteLine($"optimized {optimized.FilesRemoved} files into {optimized.FilesAdded}");
await table.RestoreAsync(RestoreRequest.ToVersion(1));
await PrintAsync("SELECT symbol, close FROM prices ORDER BY symbol");

async Task DoAsync(string sql)
{
    StatementResult result = await engine.ExecuteAsync(sql);
    Console.WriteLine($"{result.Operation}: version {result.Changes.Version}");
}

async Task PrintAsync(string sql)
{
    await using QueryResult result = await engine.QueryAsync(sql);
    await foreach (object?[] row in result.ReadRowsAsync())
    {
        Console.WriteLine("  " + string.Join(" ", row));
    }
}
