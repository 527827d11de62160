using Wallstreet.Cli;
using Wallstreet.Hosting;

namespace Wallstreet;

/// <summary>
/// A user's program: its assets, dashboards and schedules together with the commands, the daemon, the API and the pages.
/// </summary>
public sealed class WallstreetApp
{
    private readonly WallstreetAppBuilder _builder;
    private readonly string[] _arguments;

    internal WallstreetApp(WallstreetAppBuilder builder, string[] arguments)
    {
        _builder = builder;
        _arguments = arguments;
    }

    /// <summary>Begins a program.</summary>
    /// <param name="arguments">The arguments of <c>Main</c>.</param>
    public static WallstreetAppBuilder CreateBuilder(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new WallstreetAppBuilder(arguments);
    }

    /// <summary>Runs the command that the arguments name.</summary>
    /// <param name="cancellationToken">Stops the command; Ctrl+C and SIGTERM do so too.</param>
    /// <returns>The exit code: 0 on success, 1 on failure, 2 for wrong usage.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken = default)
    {
        NativeMemory.Configure();
        using StopSignals signals = new(cancellationToken);
        return await WallstreetCommandLine.RunAsync(new CommandHost(_builder), _arguments, signals.Token).ConfigureAwait(false);
    }
}
