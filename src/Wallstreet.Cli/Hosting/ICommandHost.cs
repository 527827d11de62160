namespace Wallstreet.Cli.Hosting;

/// <summary>What the commands need from the program that they are part of.</summary>
public interface ICommandHost
{
    /// <summary>The name of the program, as its help prints it.</summary>
    string ProgramName { get; }

    /// <summary>Opens the services for one command; the caller disposes what it gets. Nothing is started.</summary>
    ValueTask<CommandServices> OpenAsync(GlobalOptions options, CancellationToken cancellationToken);

    /// <summary>Starts daemon, API and pages, and returns when they have stopped.</summary>
    /// <returns>The exit code.</returns>
    Task<int> UpAsync(GlobalOptions options, UpRequest request, CancellationToken cancellationToken);

    /// <summary>Executes one step in this process, on behalf of a launcher.</summary>
    /// <returns>The exit code.</returns>
    Task<int> WorkAsync(GlobalOptions options, WorkerRequest request, CancellationToken cancellationToken);
}

/// <summary>The services of one command.</summary>
/// <param name="services">The container.</param>
/// <param name="disposal">Disposes the container and what it owns.</param>
public sealed class CommandServices(IServiceProvider services, Func<ValueTask> disposal) : IAsyncDisposable
{
    /// <summary>The container.</summary>
    public IServiceProvider Services => services;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => disposal();
}

/// <summary>What <c>up</c> was asked for.</summary>
/// <param name="Port">The port; null takes the configured one, 0 any free one.</param>
/// <param name="Address">The address to listen on; null takes the configured one, loopback by default.</param>
/// <param name="TokenReference">Where the access token is (<c>env:NAME</c> or <c>file:/path</c>).</param>
/// <param name="BuildDemo">Whether an empty lake gets the demo.</param>
public sealed record UpRequest(int? Port, string? Address, string? TokenReference, bool BuildDemo);

/// <summary>Which step a worker process executes.</summary>
/// <param name="RunId">The run.</param>
/// <param name="StepKey">The step.</param>
/// <param name="Attempt">The attempt, from 1.</param>
public sealed record WorkerRequest(string RunId, string StepKey, int Attempt);
