using System.Runtime.CompilerServices;
using Apache.Arrow;
using Wallstreet.Delta;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Corpus;

/// <summary>Reads a table of the corpus with each of the two engines.</summary>
internal sealed class CorpusEngines : ITableCatalog, IAsyncDisposable
{
    private const int ListedRowsMax = 10_000;
    private readonly TestKit.TemporaryFolder _folder = new();
    private readonly ObjectStoreFactory _stores = new(new ObjectStoreOptions());
    private readonly QueryEngine _engine;
    private readonly string _tableFolder;

    public CorpusEngines(string tableFolder)
    {
        _tableFolder = tableFolder;
        QueryOptions options = new()
        {
            TempDirectory = _folder["temp"],
            CacheDirectory = _folder["cache"],
            Threads = 1,
        };
        _engine = new QueryEngine(this, _stores, options, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The rows that DuckDB reads, in order; of many only their number and a sum that tells them.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(long? version)
    {
        string pin = version is { } number ? $" AT (VERSION => {number})" : "";
        await using QueryResult result = await _engine.QueryAsync("FROM t" + pin, null, Cancellation);
        return await GatherAsync(result.ReadArrowAsync(Cancellation));
    }

    /// <summary>The rows that the built-in engine reads.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(long? version)
    {
        DeltaTable table = await DeltaTable.OpenAsync(_stores.Open(_tableFolder), null, Cancellation);
        Snapshot snapshot = version is { } number
            ? await table.GetSnapshotAsync(number, Cancellation)
            : await table.GetSnapshotAsync(Cancellation);
        return await GatherAsync(new ArrowDataEngine().ReadAsync(table, snapshot.PlanScan(), null, Cancellation));
    }

    public ValueTask<DeltaTable?> FindTableAsync(string dottedName, CancellationToken cancellationToken) =>
        DeltaTable.TryOpenAsync(_stores.Open(_tableFolder), null, cancellationToken);

    public IObjectStore OpenStore(string dottedName) => _stores.Open(_tableFolder);

    public async IAsyncEnumerable<string> ListTablesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _stores.Dispose();
        _folder.Dispose();
    }

    private static async Task<IReadOnlyList<string>> GatherAsync(IAsyncEnumerable<RecordBatch> batches)
    {
        List<string> rows = [];
        long count = 0;
        ulong sum = 0;
        await foreach (RecordBatch batch in batches)
        {
            using (batch)
            {
                foreach (string row in RowText.Of(batch))
                {
                    count++;
                    sum = unchecked(sum + ((ulong)(uint)string.GetHashCode(row, StringComparison.Ordinal) * 0x9E37_79B9_7F4A_7C15));
                    if (count <= ListedRowsMax)
                    {
                        rows.Add(row);
                    }
                }
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return count <= ListedRowsMax ? rows : [$"{count} rows with the sum {sum}"];
    }
}
