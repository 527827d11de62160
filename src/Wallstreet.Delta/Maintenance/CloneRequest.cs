namespace Wallstreet.Delta.Maintenance;

/// <summary>Which version a shallow clone is made of, and what the clone is called.</summary>
public sealed record CloneRequest
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>The version, or a time: the newest version that is not later; null for the newest.</summary>
    public HistoryPoint? Point { get; init; }

    /// <summary>The clone's name; null for the source's.</summary>
    public string? Name { get; init; }

    /// <summary>Properties that the clone has beside or in the place of the source's.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = _none;

    /// <summary>User metadata and engine of the commit; operation, parameters and metrics are filled in.</summary>
    public CommitOptions? Commit { get; init; }
}
