using System.Globalization;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Workers;

/// <summary>Tells how a worker process ended that did not tell it itself.</summary>
internal static class WorkerCrash
{
    private const int SignalBase = 128;

    /// <summary>The error of a worker that ended without an outcome.</summary>
    public static StepError Describe(int exitCode, IReadOnlyList<string> standardError)
    {
        string? signal = exitCode is > SignalBase and <= SignalBase + 64 ? NameOf(exitCode - SignalBase) : null;
        string hint = signal switch
        {
            "SIGKILL" => " Somebody killed it, or the machine was out of memory.",
            "SIGSEGV" or "SIGBUS" or "SIGILL" or "SIGABRT" => " Native code in it crashed.",
            _ => "",
        };
        string message = signal is null
            ? $"The worker process ended with exit code {exitCode} and did not say how the step ended."
            : $"The worker process was killed by {signal}.{hint}";
        return new StepError(standardError.Count == 0 ? message : $"{message} Its last words: {standardError[^1]}")
        {
            ExitCode = exitCode,
            Signal = signal,
            StandardError = standardError,
        };
    }

    private static string NameOf(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        _ => string.Create(CultureInfo.InvariantCulture, $"signal {signal}"),
    };
}
