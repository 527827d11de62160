namespace Wallstreet.Delta;

/// <summary>How a change is committed, and what the table's history says of it.</summary>
/// <param name="Operation">What was done, such as <c>WRITE</c>.</param>
public sealed record CommitOptions(string Operation)
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>How it was done. Spark writes values as JSON, such as <c>"Append"</c> with quotes or <c>[]</c>.</summary>
    public IReadOnlyDictionary<string, string> OperationParameters { get; init; } = _none;

    /// <summary>What it did, in numbers.</summary>
    public IReadOnlyDictionary<string, string> OperationMetrics { get; init; } = _none;

    /// <summary>Free text kept with the commit.</summary>
    public string? UserMetadata { get; init; }

    /// <summary>The program that writes.</summary>
    public string EngineInfo { get; init; } = "Wallstreet";

    /// <summary>How often to try again after other writers were faster.</summary>
    /// <value>At least 0; 10,000 by default, as in Spark.</value>
    public int RetriesMax { get; init; } = 10_000;
}
