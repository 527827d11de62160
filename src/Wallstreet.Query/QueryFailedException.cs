namespace Wallstreet.Query;

/// <summary>The engine could not carry a well-formed statement out: a value that does not fit, a file that is damaged.</summary>
/// <param name="message">What failed, and on what.</param>
/// <param name="cause">The engine's own failure.</param>
public sealed class QueryFailedException(string message, Exception? cause = null) : QueryException(message, cause);
