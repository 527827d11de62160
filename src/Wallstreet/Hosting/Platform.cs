using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallstreet.Cli.Hosting;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Library;
using Wallstreet.Lakehouse.Catalog;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Daemons;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Query;
using Wallstreet.Storage;
using Wallstreet.Web.Hosting;

namespace Wallstreet.Hosting;

/// <summary>
/// <c>up</c>: listens first, so that the page answers at once; then recovers what was interrupted, builds the demo where
/// it is asked for, and ticks schedules until it is told to stop.
/// </summary>
internal sealed class Platform(WallstreetAppBuilder app, GlobalOptions options, UpRequest request)
{
    private static readonly TextWriter _output = Console.Out;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        ProjectFolder project = ProjectFolder.Find(options);
        IConfigurationRoot configuration = PlatformConfiguration.Build(project, options);
        WallstreetWebOptions web = WebSettings.Read(configuration, project, app.Dashboards, request);
        WebApplication server = BuildServer(project, configuration, web);
        await using (server.ConfigureAwait(false))
        {
            IObjectStore lake = server.Services.GetRequiredService<Lake>().Store;
            using LakeLock held = LakeLock.Take(MetadataOptions.Locate(configuration, project, lake), configuration["Lake:Uri"]!);
            await server.StartAsWallstreetAsync(web, cancellationToken).ConfigureAwait(false);
            held.Tell(server.GetListeningAddress());
            await _output.WriteLineAsync($"Listening on {server.GetListeningAddress()}").ConfigureAwait(false);
            await _output.WriteLineAsync($"Lake {configuration["Lake:Uri"]}").ConfigureAwait(false);
            await lake.ProveReachableAsync(cancellationToken).ConfigureAwait(false);
            int code = await ServeAsync(server.Services, cancellationToken).ConfigureAwait(false);
            await server.StopAsync(CancellationToken.None).ConfigureAwait(false);
            return code;
        }
    }

    private WebApplication BuildServer(ProjectFolder project, IConfigurationRoot configuration, WallstreetWebOptions web)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(Platform).Assembly.GetName().Name,
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddProvider(new StandardErrorLoggerProvider(LogLevel.Warning));
        builder.Services.AddSingleton<ProjectProblems>();
        builder.Services.AddPlatform(app, project, configuration);
        builder.Services.AddWallstreetWeb(web);
        builder.WebHost.ListenAsWallstreet(web);
        WebApplication server = builder.Build();
        server.MapWallstreet();
        return server;
    }

    private async Task<int> ServeAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task daemon = Task.CompletedTask;
        Task idle = Task.CompletedTask;
        try
        {
            RunCoordinator coordinator = services.GetRequiredService<RunCoordinator>();
            await RecoverAsync(services, cancellationToken).ConfigureAwait(false);
            daemon = services.GetRequiredService<ScheduleDaemon>().RunAsync(stop.Token);
            bool sound = await TellProblemsAsync(services).ConfigureAwait(false);
            if (request.BuildDemo && sound)
            {
                await BuildDemoAsync(services, coordinator, cancellationToken).ConfigureAwait(false);
            }

            services.GetRequiredService<ProgramState>().SetReady();
            QueryEngine engine = services.GetRequiredService<QueryEngine>();
            await engine.TrimAsync().ConfigureAwait(false);
            IdleMemory.GiveBack();
            idle = IdleMemory.WatchAsync(
                services.GetRequiredService<InProcessRunLauncher>(), engine, services.GetRequiredService<TimeProvider>(), stop.Token);
            await _output.WriteLineAsync("Ready. Ctrl+C stops.").ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, services.GetRequiredService<TimeProvider>(), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _output.WriteLineAsync("Stopping …").ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await daemon.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await idle.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return 0;
    }

    // A project with errors is served as far as it is sound, so that the pages can show what is wrong.
    private static async Task<bool> TellProblemsAsync(IServiceProvider services)
    {
        ProjectProblems problems = services.GetRequiredService<ProjectProblems>();
        AssetGraph graph = services.GetRequiredService<AssetGraph>();
        int broken = problems.Found.Count;
        DashboardFolder dashboards = new(services.GetRequiredService<ProjectDefinitions>().DashboardFolders);
        foreach (DashboardProblem problem in dashboards.ReadAll().SelectMany(static reading => reading.Problems))
        {
            problems.Add(FormattableString.Invariant($"{problem.File}({problem.Line},{problem.Column}): {problem.Message} {problem.Hint}").TrimEnd());
        }

        services.GetRequiredService<ProgramState>().SetProblems(problems.Found);
        foreach (string problem in problems.Found)
        {
            await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
        }

        if (broken > 0)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"The project has errors: {graph.Assets.Count} assets are sound and served, the demo is not built. Mend the files and start again; `wallstreet validate` tells what is wrong."))
                .ConfigureAwait(false);
        }

        return broken == 0;
    }

    private static async Task RecoverAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        RunRecoveryResult found = await services.GetRequiredService<RunRecovery>().RecoverAsync(cancellationToken).ConfigureAwait(false);
        foreach (InterruptedRun run in found.Interrupted)
        {
            await _output.WriteLineAsync($"Run {run.Run.Id} was interrupted: its process is gone. At work were: "
                + (run.StepsInFlight.Count == 0 ? "no step" : string.Join(", ", run.StepsInFlight))).ConfigureAwait(false);
        }

        IRunLauncher launcher = services.GetRequiredService<IRunLauncher>();
        foreach (Run waiting in found.Waiting)
        {
            await launcher.LaunchAsync(waiting, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task BuildDemoAsync(IServiceProvider services, RunCoordinator coordinator, CancellationToken cancellationToken)
    {
        DemoBuilder demo = ActivatorUtilities.CreateInstance<DemoBuilder>(services);
        foreach (DemoRun part in await demo.FindMissingAsync(cancellationToken).ConfigureAwait(false))
        {
            Run? run = await demo.StartAsync(part, cancellationToken).ConfigureAwait(false);
            if (run is null)
            {
                continue;
            }

            services.GetRequiredService<ProgramState>().SetBuilding(run.Id);
            await _output.WriteLineAsync($"Building the demo lake: {part.Name} (run {run.Id}, {run.Steps.Total} steps)").ConfigureAwait(false);
            RunEvent end = await new RunNarrator(_output)
                .FollowAsync(services.GetRequiredService<IEventLog>(), run, cancellationToken).ConfigureAwait(false);
            await coordinator.WaitAsync(run.Id, cancellationToken).ConfigureAwait(false);
            if (end is RunFailed failed)
            {
                await _output.WriteLineAsync($"  The run failed: {failed.Message} The next start tries again what is missing.").ConfigureAwait(false);
            }
        }
    }
}
