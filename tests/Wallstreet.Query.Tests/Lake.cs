using Wallstreet.Delta;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests;

/// <summary>A small lake in a temporary folder with an engine over it.</summary>
internal sealed class Lake : IAsyncDisposable
{
    private readonly TestKit.TemporaryFolder _folder = new();

    public Lake(QueryOptions? options = null, string? location = null, ObjectStoreOptions? storage = null)
    {
        Stores = new ObjectStoreFactory(storage ?? new ObjectStoreOptions());
        Root = Stores.Open(location ?? _folder["lake"]);
        Catalog = new FolderCatalog(Root);
        Options = (options ?? new QueryOptions()) with
        {
            TempDirectory = _folder["temp"],
            CacheDirectory = _folder["cache"],
            Threads = 2,
        };
        Engine = new QueryEngine(Catalog, Stores, Options, TimeProvider.System);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ObjectStoreFactory Stores { get; }

    public IObjectStore Root { get; }

    public FolderCatalog Catalog { get; }

    public QueryOptions Options { get; }

    public QueryEngine Engine { get; }

    public string Folder => _folder["lake"];

    public string CacheFolder => _folder["cache"];

    public async Task<WriteResult> WriteAsync(string table, string sql, params string[] partitionBy) =>
        await Engine.WriteAsync(new WriteQuery(sql, table) { PartitionBy = partitionBy }, Token);

    public async Task<IReadOnlyList<object?[]>> ReadAsync(string sql, QueryRequest? request = null)
    {
        await using QueryResult result = await Engine.QueryAsync(sql, request, Token);
        return await result.ReadAllAsync(Token);
    }

    /// <summary>The single value of a statement.</summary>
    public async Task<object?> ValueAsync(string sql, QueryRequest? request = null) =>
        Assert.Single(Assert.Single(await ReadAsync(sql, request)));

    /// <summary>The first column of a statement, as text.</summary>
    public async Task<string> ListAsync(string sql, QueryRequest? request = null) =>
        string.Join(",", (await ReadAsync(sql, request)).Select(row => row[0]?.ToString() ?? "null"));

    public async Task<DeltaTable> TableAsync(string name) =>
        await Catalog.FindTableAsync(name, Token) ?? throw new InvalidOperationException(name);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Stores.Dispose();
        _folder.Dispose();
    }
}
