namespace Wallstreet.Insight.Questions;

/// <summary>SQL with its values, at a moment the lake is remembered at.</summary>
/// <param name="Sql">A statement that reads.</param>
public sealed record Question(string Sql)
{
    /// <summary>Values of <c>$name</c>: text, lists of text, <see cref="DateOnly"/>, <see cref="long"/>, <see cref="double"/>.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = new Dictionary<string, object?>();

    /// <summary>Known at: a table version or a timestamp, as text; null for now.</summary>
    public string? KnownAt { get; init; }

    /// <summary>Rows read at most.</summary>
    public int RowsMax { get; init; } = 50_000;
}
