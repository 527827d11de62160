namespace TestKit;

/// <summary>The independent reader refused a statement.</summary>
public sealed class IndependentReaderException(string message) : InvalidOperationException(message);
