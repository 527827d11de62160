namespace Wallstreet.Delta;

/// <summary>The table's log is damaged: a gap, a file that is not what its name says, a missing action.</summary>
public sealed class DeltaLogException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, where, and how to mend it.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public DeltaLogException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
