using Wallstreet.Delta;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Faults;

/// <summary>What an operation under test works with.</summary>
/// <param name="Engine">Over a catalog whose store may fail.</param>
/// <param name="Catalog">The catalog.</param>
/// <param name="Store">The store of the lake, which may fail.</param>
internal sealed record CrashScene(QueryEngine Engine, FolderCatalog Catalog, IObjectStore Store)
{
    /// <summary>The table that every operation is about.</summary>
    public async Task<DeltaTable> TableAsync() =>
        await Catalog.FindTableAsync("t", FaultyLake.Token) ?? throw new InvalidOperationException("There is no table t.");

    public async Task WriteAsync(string sql, WriteMode mode = WriteMode.Append, Func<WriteQuery, WriteQuery>? more = null)
    {
        WriteQuery write = new(sql, "t") { Mode = mode };
        await Engine.WriteAsync(more?.Invoke(write) ?? write, FaultyLake.Token);
    }
}
