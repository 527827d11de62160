using Microsoft.Extensions.DependencyInjection.Extensions;
using Wallstreet.Lakehouse.Catalog;
using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Query;
using Wallstreet.Storage;

#pragma warning disable IDE0130 // Extensions live where their receiver lives, so no using is needed to find them.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Registers a lake.</summary>
public static class LakehouseServiceCollectionExtensions
{
    /// <param name="services">The services of the program.</param>
    extension(IServiceCollection services)
    {
        /// <summary>Adds the lake, its SQL and the handler that keeps what assets return.</summary>
        /// <param name="location">The lake's location.</param>
        /// <param name="storage">How object stores are reached.</param>
        /// <param name="query">What SQL may use.</param>
        /// <returns>The same services, for chaining.</returns>
        public IServiceCollection AddLakehouse(string location, ObjectStoreOptions storage, QueryOptions query)
        {
            ArgumentNullException.ThrowIfNull(services);
            ArgumentException.ThrowIfNullOrWhiteSpace(location);
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton(provider => new ObjectStoreFactory(storage, provider.GetRequiredService<TimeProvider>()));
            services.TryAddSingleton(provider => new Lake(provider.GetRequiredService<ObjectStoreFactory>(), location));
            services.TryAddSingleton<ITableCatalog>(static provider => provider.GetRequiredService<Lake>());
            services.TryAddSingleton(provider => new QueryEngine(
                provider.GetRequiredService<ITableCatalog>(),
                provider.GetRequiredService<ObjectStoreFactory>(),
                WithLakeFolder(query, provider.GetRequiredService<Lake>()),
                provider.GetRequiredService<TimeProvider>()));
            services.TryAddSingleton<IAssetOutputHandler, LakeOutputHandler>();
            return services;
        }
    }

    // A lake in a folder is known to DuckDB from the start, so that it is not opened anew for the first table.
    private static QueryOptions WithLakeFolder(QueryOptions query, Lake lake) =>
        lake.Store.FindLocalPath("x") is { } path && Path.GetDirectoryName(path) is { } folder
            ? query with { DataDirectories = [.. query.DataDirectories, folder] }
            : query;
}
