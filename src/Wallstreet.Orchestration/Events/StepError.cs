namespace Wallstreet.Orchestration.Events;

/// <summary>Why an attempt at a step failed. Holds text only; secrets must not be put into it.</summary>
/// <param name="Message">What failed and how to mend it, in words for the user.</param>
public sealed record StepError(string Message)
{
    /// <summary>The name of the exception type, or null when it was not an exception.</summary>
    public string? Type { get; init; }

    /// <summary>Where it was thrown.</summary>
    public string? StackTrace { get; init; }

    /// <summary>The exit code of the worker process, if there was one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The name of the signal that ended the worker process, for example <c>SIGKILL</c>.</summary>
    public string? Signal { get; init; }

    /// <summary>The last lines that the worker process wrote to its standard error.</summary>
    public IReadOnlyList<string> StandardError { get; init => field = value ?? []; } = [];

    /// <summary>The error that an exception stands for, with the messages of its inner exceptions.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The error.</returns>
    public static StepError FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        string message = exception.Message;
        for (Exception? inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            // An exception without a message of its own says only its type, which means nothing to a user.
            if (!message.Contains(inner.Message, StringComparison.Ordinal)
                && !inner.Message.Contains($"'{inner.GetType().FullName}'", StringComparison.Ordinal))
            {
                message += " " + inner.Message;
            }
        }

        return new StepError(message) { Type = exception.GetType().FullName, StackTrace = exception.StackTrace };
    }
}
