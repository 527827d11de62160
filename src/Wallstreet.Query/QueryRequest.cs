using Wallstreet.Delta;

namespace Wallstreet.Query;

/// <summary>How a statement is to be read.</summary>
public sealed record QueryRequest
{
    private static readonly Dictionary<string, long> _noPins = [];
    private static readonly Dictionary<string, object?> _noParameters = [];

    /// <summary>A request that asks for nothing in particular.</summary>
    public static QueryRequest Default { get; } = new();

    /// <summary>What every table is read as of, unless it is pinned more closely.</summary>
    public HistoryPoint? KnownAt { get; init; }

    /// <summary>Versions by dotted table name. They bind before <see cref="KnownAt"/>, and the text's own AT before them.</summary>
    public IReadOnlyDictionary<string, long> Pins { get; init; } = _noPins;

    /// <summary>Values of the text's parameters (<c>$name</c>), by name without the dollar sign.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = _noParameters;

    /// <summary>After how many rows reading ends; <see langword="null"/> reads all.</summary>
    public long? RowLimit { get; init; }

    /// <summary>How long the statement may run; <see langword="null"/> means the engine's own limit.</summary>
    public TimeSpan? Timeout { get; init; }
}
