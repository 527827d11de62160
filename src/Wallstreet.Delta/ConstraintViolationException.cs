namespace Wallstreet.Delta;

/// <summary>A change would break a rule of the table: append-only, NOT NULL, a CHECK constraint, an invariant, a generated
/// or an identity column.</summary>
public sealed class ConstraintViolationException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, where, and how to mend it.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public ConstraintViolationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
