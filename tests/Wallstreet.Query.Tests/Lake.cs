using Wallstreet.Delta;
using Wallstreet.Query.Statements;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests;

/// <summary>A small lake where <see cref="TestStore"/> says, with an engine over it.</summary>
internal sealed class Lake : IAsyncDisposable
{
    private readonly TestKit.TemporaryFolder _folder = new();

    public Lake(QueryOptions? options = null, string? location = null)
    {
        Place = location ?? TestStore.NewLocation(_folder["lake"]);
        Root = Stores.Open(Place);
        Catalog = new FolderCatalog(Root);
        Options = (options ?? new QueryOptions()) with
        {
            TempDirectory = _folder["temp"],
            CacheDirectory = _folder["cache"],
            Threads = 2,
        };
        Engine = new QueryEngine(Catalog, Stores, Options, TimeProvider.System);
    }

    /// <summary>A lake for statements that need no table.</summary>
    public static Lake WithoutTables() => new(location: "memory://nothing");

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ObjectStoreFactory Stores { get; } = TestStore.Stores;

    /// <summary>Where the lake is, as a user would write it: a path or a URI.</summary>
    public string Place { get; }

    public IObjectStore Root { get; }

    public FolderCatalog Catalog { get; }

    public QueryOptions Options { get; }

    public QueryEngine Engine { get; }

    public string CacheFolder => _folder["cache"];

    public async Task<WriteResult> WriteAsync(string table, string sql, params string[] partitionBy) =>
        await Engine.WriteAsync(new WriteQuery(sql, table) { PartitionBy = partitionBy }, Token);

    /// <summary>Writes what a query gives to a table, which has these properties when it comes into being.</summary>
    public async Task<DeltaTable> CreateAsync(
        string table, string sql, string[] partitionBy, params IEnumerable<(string Key, string Value)> properties)
    {
        WriteQuery write = new(sql, table)
        {
            PartitionBy = partitionBy,
            Properties = properties.ToDictionary(static pair => pair.Key, static pair => pair.Value),
        };
        await Engine.WriteAsync(write, Token);
        return await TableAsync(table);
    }

    /// <summary>Carries out a statement that may write.</summary>
    public async Task<StatementResult> RunAsync(string sql) => await Engine.ExecuteAsync(sql, null, null, Token);

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

    /// <summary>The keys of a table's objects, in order, but those of its log.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(string table) =>
        await Catalog.OpenStore(table).ListAsync("", null, Token).Select(static head => head.Key)
            .Where(static key => !key.StartsWith("_delta_log/", StringComparison.Ordinal)).ToListAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _folder.Dispose();
    }
}
