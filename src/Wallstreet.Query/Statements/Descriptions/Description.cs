namespace Wallstreet.Query.Statements.Descriptions;

/// <summary>A statement that reads what a table's log says, and not its rows.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Target">The table that it names.</param>
internal sealed record Description(DescriptionKind Kind, TargetName Target)
{
    /// <summary>How many versions of the history at most; null for all.</summary>
    public long? Limit { get; init; }

    /// <summary>The one property that is asked for; null for all.</summary>
    public string? Property { get; init; }
}
