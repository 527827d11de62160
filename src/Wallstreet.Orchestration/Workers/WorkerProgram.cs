namespace Wallstreet.Orchestration.Workers;

/// <summary>How a worker process is started.</summary>
/// <param name="FileName">The program: the path of the executable of this program, or of <c>dotnet</c>.</param>
/// <param name="Arguments">
/// What comes before <c>worker --run ID --step KEY --attempt N</c>, for example the program's assembly, and options such as
/// <c>--lake</c>.
/// </param>
public sealed record WorkerProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Arguments after those of the worker command, for example <c>--lake</c> with its value.</summary>
    public IReadOnlyList<string> TrailingArguments { get; init; } = [];

    /// <summary>The directory it is started in; null is that of this process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Environment variables to add.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How many of the last lines on standard error are kept; 50 by default.</summary>
    public int StandardErrorLinesMax { get; init; } = 50;

    /// <summary>How long a worker may take to stop before it is killed with all it has started; 5 seconds by default.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);
}
