namespace Wallstreet.Query;

/// <summary>A statement needed more memory, or more room to spill, than the engine may use.</summary>
/// <param name="message">What was needed and what the limit is.</param>
/// <param name="cause">The engine's own failure.</param>
public sealed class QueryOutOfMemoryException(string message, Exception? cause = null) : QueryException(message, cause);
