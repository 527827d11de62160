using TestKit;
using Wallstreet.Lakehouse.SqlModels;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Query;
using Wallstreet.Storage;

namespace MarketLake.Tests;

/// <summary>The graph of the shipped pipelines, made as the program makes it.</summary>
public sealed class MarketLakeGraph : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly QueryEngine _engine;

    public MarketLakeGraph()
    {
        ObjectStoreFactory stores = new(new ObjectStoreOptions());
        QueryOptions options = new() { TempDirectory = _folder["temp"], CacheDirectory = _folder["cache"] };
        _engine = new QueryEngine(new FolderCatalog(stores.Open(_folder["lake"])), stores, options, TimeProvider.System);
        Models = new SqlModelLoader(_engine.Analyze).LoadFolder(Repository.PathOf("apps/MarketLake/models"));
        AssetGraphBuilder builder = new();
        builder.AddFromAssembly(typeof(MarketPartitions).Assembly);
        foreach (AssetDefinition model in Models)
        {
            builder.Add(model);
        }

        Graph = builder.Build();
    }

    public IReadOnlyList<AssetDefinition> Models { get; }

    public AssetGraph Graph { get; }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }
}
