using Microsoft.Extensions.Logging;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Execution;

/// <summary>Writes the lines of an attempt to the event log, up to a number of lines, and all of them to the program's log.</summary>
internal sealed class StepLogger(
    StepAttempt attempt, IStepEvents events, TimeProvider time, ILogger forward, LogLevel levelMin, int linesMax) : ILogger
{
    private int _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => forward.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && (logLevel >= levelMin || forward.IsEnabled(logLevel));

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        forward.Log(logLevel, eventId, state, exception, formatter);
        if (logLevel < levelMin || logLevel == LogLevel.None)
        {
            return;
        }

        int line = Interlocked.Increment(ref _lines);
        if (line <= linesMax)
        {
            Post(logLevel, formatter(state, exception), exception);
        }
        else if (line == linesMax + 1)
        {
            Post(LogLevel.Warning, $"This attempt has logged {linesMax} lines; further ones are only in the program's log.", null);
        }
    }

    private void Post(LogLevel level, string message, Exception? exception) => events.Post(new LogWritten
    {
        RunId = attempt.RunId,
        Timestamp = time.GetUtcNow(),
        StepKey = attempt.StepKey,
        AssetKey = attempt.Asset.Key,
        Level = level,
        Message = message,
        Exception = exception?.ToString(),
    });
}
