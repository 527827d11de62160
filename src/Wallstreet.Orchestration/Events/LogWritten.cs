using Microsoft.Extensions.Logging;

namespace Wallstreet.Orchestration.Events;

/// <summary>A step, or the machinery around it, wrote a line to its log.</summary>
public sealed record LogWritten : RunEvent
{
    /// <summary>How grave it is.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>What was written.</summary>
    public required string Message { get; init; }

    /// <summary>Which logger wrote it.</summary>
    public string? Category { get; init; }

    /// <summary>The exception that was logged with it, as text.</summary>
    public string? Exception { get; init; }
}
