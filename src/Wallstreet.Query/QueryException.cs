namespace Wallstreet.Query;

/// <summary>A query could not be done. The derived type says which failure it is.</summary>
/// <param name="message">What failed, where, and how to mend it.</param>
/// <param name="cause">The failure beneath, if there is one.</param>
public abstract class QueryException(string message, Exception? cause = null) : Exception(message, cause);
