using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Wallstreet.Cli.Hosting;
using Wallstreet.Lakehouse.Catalog;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Daemons;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Staleness;
using Wallstreet.Orchestration.Stores.Sqlite;
using Wallstreet.Orchestration.Workers;
using Wallstreet.Storage;

namespace Wallstreet.Hosting;

/// <summary>Joins the parts of the platform into one container. Nothing is opened before it is asked for.</summary>
internal static class PlatformServices
{
    public static IServiceCollection AddPlatform(
        this IServiceCollection services, WallstreetAppBuilder app, ProjectFolder project, IConfiguration configuration)
    {
        foreach (ServiceDescriptor descriptor in app.Services)
        {
            services.Add(descriptor);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(configuration);
        services.AddSingleton(project);
        services.AddSingleton(app.Demo);
        services.AddLogging();
        services.AddLakehouse(
            configuration["Lake:Uri"]!,
            configuration.GetSection("Storage").Get<ObjectStoreOptions>() ?? new ObjectStoreOptions(),
            QuerySettings.Read(configuration.GetSection("Query")));
        services.AddSingleton(provider => app.Assets.BuildGraph(provider));
        services.AddSingleton(new ProjectDefinitions
        {
            Folder = project.Path,
            CollectAssets = app.Assets.CollectCode,
            SqlModelFolders = [.. app.Assets.SqlModelFolders.Select(folder => project[folder])],
            DashboardFolders = [.. app.Dashboards.Folders.Select(folder => project[folder])],
            Schedules = [.. app.Schedules.Definitions.Select(static schedule => new Func<ScheduleDefinition>(() => schedule))],
        });
        AddStores(services, project, configuration);
        AddExecution(services, app, project, configuration);
        return services;
    }

    private static void AddStores(IServiceCollection services, ProjectFolder project, IConfiguration configuration)
    {
        services.AddSingleton(provider => SqliteOrchestrationStore.Open(
            new SqliteStoreOptions { Path = MetadataOptions.Locate(configuration, project, provider.GetRequiredService<Lake>().Store) },
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRunStore>(static provider => provider.GetRequiredService<SqliteOrchestrationStore>().Runs);
        services.AddSingleton<IEventLog>(static provider => provider.GetRequiredService<SqliteOrchestrationStore>().Events);
        services.AddSingleton<IScheduleStore>(static provider => provider.GetRequiredService<SqliteOrchestrationStore>().Schedules);
    }

    private static void AddExecution(IServiceCollection services, WallstreetAppBuilder app, ProjectFolder project, IConfiguration configuration)
    {
        services.TryAddSingleton(new RunExecutorOptions());
        services.TryAddSingleton(new RunLauncherOptions());
        services.TryAddSingleton(new RunRecoveryOptions());
        services.AddSingleton<ResourcePools>();
        services.AddSingleton<RunPlanner>();
        services.AddSingleton<StoredRunPlanner>();
        services.AddSingleton<StalenessCalculator>();
        services.AddSingleton<InProcessStepRunner>();
        services.AddSingleton(WorkerProgramOf(project, configuration));
        services.AddSingleton<ProcessStepLauncher>();
        services.AddSingleton(static provider => new RunExecutorParts(
            provider.GetRequiredService<IRunStore>(),
            provider.GetRequiredService<IEventLog>(),
            provider.GetRequiredService<InProcessStepRunner>(),
            provider.GetRequiredService<ProcessStepLauncher>(),
            provider.GetRequiredService<ResourcePools>(),
            provider.GetRequiredService<RunExecutorOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            Random.Shared));
        services.AddSingleton<InProcessRunLauncher>();
        services.AddSingleton<IRunLauncher>(static provider => provider.GetRequiredService<InProcessRunLauncher>());
        services.AddSingleton<RunCoordinator>();
        services.AddSingleton<RunRecovery>();
        services.AddSingleton<WorkerHost>();
        services.AddSingleton<IEnumerable<ScheduleDefinition>>(app.Schedules.Definitions);
        services.AddSingleton<ScheduleTicker>();
        services.AddSingleton<ScheduleDaemon>();
    }

    // A worker is this very program on the same project and lake.
    private static WorkerProgram WorkerProgramOf(ProjectFolder project, IConfiguration configuration)
    {
        string program = Environment.ProcessPath
            ?? throw new InvalidOperationException("The path of this program is not known, so worker processes cannot be started.");
        string[] first = Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [Path.Combine(AppContext.BaseDirectory, AppDomain.CurrentDomain.FriendlyName + ".dll")]
            : [];
        return new WorkerProgram(program, first)
        {
            TrailingArguments = ["--project", project.Path, "--lake", configuration["Lake:Uri"]!],
        };
    }
}
