namespace Wallstreet.Delta;

/// <summary>Something about a Delta table is wrong or refused; the type of the exception says what.</summary>
public abstract class DeltaException : Exception
{
    private protected DeltaException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
