namespace Wallstreet.Delta.Streams;

/// <summary>A stream cannot go on.</summary>
public sealed class StreamException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="version">The version that is in the way.</param>
    /// <param name="message">What happened, where, and how to go on.</param>
    public StreamException(StreamProblem problem, long version, string message)
        : base(message, null)
    {
        Problem = problem;
        Version = version;
    }

    /// <summary>Why.</summary>
    public StreamProblem Problem { get; }

    /// <summary>The version that is in the way.</summary>
    public long Version { get; }
}
