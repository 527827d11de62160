namespace Wallstreet.Orchestration.Events;

/// <summary>The event log could not be read or written. The message says which store, what failed and how to mend it.</summary>
public sealed class EventLogException : IOException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">Which store, what failed, how to mend it.</param>
    /// <param name="innerException">What the store said.</param>
    public EventLogException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
