namespace Wallstreet.Delta.ChangeData;

/// <summary>The changes between versions of a table cannot be told.</summary>
public sealed class ChangeDataException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="version">The version that is in the way.</param>
    /// <param name="message">What was refused, where, and how to mend it.</param>
    public ChangeDataException(ChangeDataProblem problem, long version, string message)
        : base(message, null)
    {
        Problem = problem;
        Version = version;
    }

    /// <summary>Why.</summary>
    public ChangeDataProblem Problem { get; }

    /// <summary>The version that is in the way.</summary>
    public long Version { get; }
}
