namespace Wallstreet.Orchestration.Graphs;

/// <summary>Something is wrong with the definitions of assets or with a name that should be among them.</summary>
/// <param name="message">What is wrong, where, and how to mend it.</param>
/// <param name="innerException">The cause, where there is one.</param>
public abstract class AssetGraphException(string message, Exception? innerException = null)
    : Exception(message, innerException);
