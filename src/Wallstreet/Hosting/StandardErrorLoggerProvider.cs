using Microsoft.Extensions.Logging;

namespace Wallstreet.Hosting;

/// <summary>Writes log lines to standard error, so that standard output holds only what a command prints.</summary>
/// <param name="least">The least level that is written.</param>
internal sealed class StandardErrorLoggerProvider(LogLevel least) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, least);

    public void Dispose()
    {
        // Standard error is not ours to close.
    }

    private sealed class Logger(string category, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // The steps of a run are told by the run's own log.
            if (IsEnabled(logLevel) && !category.StartsWith("Wallstreet.Step", StringComparison.Ordinal))
            {
                string cause = exception is null ? "" : $": {exception.GetType().Name}: {exception.Message}";
                Console.Error.WriteLine($"{logLevel.ToString().ToLowerInvariant()}: {formatter(state, exception)}{cause}");
            }
        }
    }
}
