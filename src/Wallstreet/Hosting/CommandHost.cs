using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallstreet.Cli.Hosting;
using Wallstreet.Orchestration.Workers;

namespace Wallstreet.Hosting;

/// <summary>Gives the commands what they need of the program.</summary>
/// <param name="app">What the program is made of.</param>
internal sealed class CommandHost(WallstreetAppBuilder app) : ICommandHost
{
    /// <inheritdoc />
    public string ProgramName => "wallstreet";

    /// <inheritdoc />
    public ValueTask<CommandServices> OpenAsync(GlobalOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ServiceProvider provider = BuildProvider(options);
        return ValueTask.FromResult(new CommandServices(provider, provider.DisposeAsync));
    }

    /// <inheritdoc />
    public Task<int> UpAsync(GlobalOptions options, UpRequest request, CancellationToken cancellationToken) =>
        new Platform(app, options, request).RunAsync(cancellationToken);

    /// <inheritdoc />
    public async Task<int> WorkAsync(GlobalOptions options, Cli.Hosting.WorkerRequest request, CancellationToken cancellationToken)
    {
        ServiceProvider provider = BuildProvider(options);
        await using (provider.ConfigureAwait(false))
        {
            return await provider.GetRequiredService<WorkerHost>().RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ServiceProvider BuildProvider(GlobalOptions options)
    {
        ProjectFolder project = ProjectFolder.Find(options);
        IConfigurationRoot configuration = PlatformConfiguration.Build(project, options);
        ServiceCollection services = new();
        services.AddLogging(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddProvider(new StandardErrorLoggerProvider(LogLevel.Warning)));
        services.AddPlatform(app, project, configuration);
        return services.BuildServiceProvider();
    }
}
