namespace Wallstreet.Insight.Dashboards;

/// <summary>One tile: a question and how its answer is drawn.</summary>
/// <param name="Id">The tile's name, unique in its dashboard.</param>
/// <param name="Kind">What it shows.</param>
/// <param name="Area">Where it stands.</param>
/// <param name="Settings">How the answer's columns are drawn.</param>
public sealed record TileDefinition(string Id, TileKind Kind, TileArea Area, TileSettings Settings)
{
    /// <summary>What stands above it.</summary>
    public string Title { get; init; } = Id;

    /// <summary>A smaller line beside the title.</summary>
    public string? Subtitle { get; init; }

    /// <summary>The question; null only for words without numbers.</summary>
    public SqlText? Sql { get; init; }

    /// <summary>How many rows are read at most; more are cut, and the tile says so.</summary>
    public int RowsMax { get; init; }

    /// <summary>The parameters that its SQL uses, without dollar signs.</summary>
    public IReadOnlyList<string> SqlParameters { get; init; } = [];
}
