namespace Wallstreet.Lakehouse.Import;

/// <summary>An import could not be done; the table is as it was.</summary>
public sealed class ImportException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What is wrong, in which file, and how to mend it.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public ImportException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
