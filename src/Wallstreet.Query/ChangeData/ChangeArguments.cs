using Wallstreet.Delta;

namespace Wallstreet.Query.ChangeData;

/// <summary>What a call of <c>table_changes</c> asks for.</summary>
/// <param name="Source">The table's dotted name or location.</param>
internal sealed record ChangeArguments(string Source)
{
    /// <summary>Where the range begins, unless a parameter says it.</summary>
    public HistoryPoint? From { get; init; }

    /// <summary>The parameter that says where the range begins.</summary>
    public string? FromParameter { get; init; }

    /// <summary>Where the range ends; null for the newest version, or if a parameter says it.</summary>
    public HistoryPoint? To { get; init; }

    /// <summary>The parameter that says where the range ends.</summary>
    public string? ToParameter { get; init; }

    /// <summary>Whether changes that were not recorded are inferred from added and removed files.</summary>
    public bool Infer { get; init; }
}
