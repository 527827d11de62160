using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Stores.Sqlite;

namespace Wallstreet.Orchestration.Stores;

/// <summary>Registers stores of runs, events and schedules.</summary>
public static class OrchestrationStoreServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IRunStore" />, <see cref="IEventLog" /> and <see cref="IScheduleStore" /> in one SQLite file. The
    /// file is opened when the first of them is asked for, and closed with the service provider (asynchronously).
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Which file, and how.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddSqliteOrchestrationStore(
        this IServiceCollection services, Func<IServiceProvider, SqliteStoreOptions> options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
            SqliteOrchestrationStore.Open(options(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredService<SqliteOrchestrationStore>().Runs);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteOrchestrationStore>().Events);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteOrchestrationStore>().Schedules);
        return services;
    }

    /// <summary>
    /// Registers <see cref="IRunStore" />, <see cref="IEventLog" /> and <see cref="IScheduleStore" /> in memory: nothing survives
    /// the process.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddInMemoryOrchestrationStore(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<IRunStore, InMemoryRunStore>();
        services.AddSingleton<IEventLog, InMemoryEventLog>();
        services.AddSingleton<IScheduleStore, InMemoryScheduleStore>();
        return services;
    }
}
