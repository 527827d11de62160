namespace Wallstreet.Query;

/// <summary>A statement ran longer than it may and was stopped.</summary>
/// <param name="timeout">How long it was allowed to run.</param>
public sealed class QueryTimeoutException(TimeSpan timeout)
    : QueryException($"The statement was stopped after {timeout.TotalSeconds:0.###} s, the longest it may run. "
        + "Narrow it, or raise the timeout.")
{
    /// <summary>How long it was allowed to run.</summary>
    public TimeSpan Timeout { get; } = timeout;
}
