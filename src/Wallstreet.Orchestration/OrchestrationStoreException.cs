namespace Wallstreet.Orchestration;

/// <summary>
/// The store of runs, events and schedules could not be opened, read or written. The message says which store, what
/// failed and how to mend it.
/// </summary>
public class OrchestrationStoreException : IOException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">Which store, what failed, how to mend it.</param>
    /// <param name="innerException">What the store said.</param>
    public OrchestrationStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
