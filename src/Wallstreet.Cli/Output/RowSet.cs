namespace Wallstreet.Cli.Output;

/// <summary>Rows as a value: an array of objects in JSON, a table of their own for people.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows; each has a cell for each column.</param>
public sealed record RowSet(IReadOnlyList<Column> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>The rows without the columns that people are not shown.</summary>
    internal RowSet ForPeople()
    {
        int[] shown = [.. Enumerable.Range(0, Columns.Count).Where(i => !Columns[i].IsDetail)];
        return shown.Length == Columns.Count
            ? this
            : new RowSet([.. shown.Select(i => Columns[i])], [.. Rows.Select(row => shown.Select(i => row[i]).ToArray())]);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Rows.Count} rows";
}
