using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Writing;

/// <summary>
/// Which columns of the table a statement's columns are for: those of the same names, or, for INSERT, by their places.
/// </summary>
/// <param name="Columns">The statement's columns that are written, by the table's names.</param>
/// <param name="Names">What each column of the statement is called, if places count.</param>
internal sealed record PlacedColumns(IReadOnlyList<StructField> Columns, IReadOnlyList<string>? Names)
{
    public static PlacedColumns Of(WriteQuery write, IReadOnlyList<StructField> columns, Metadata? metadata)
    {
        if (write.Places is not { } places || metadata is null)
        {
            return new PlacedColumns(columns, null);
        }

        IReadOnlyList<string?> wanted = places.Count > 0 ? places : [.. metadata.Schema.Fields.Select(static field => field.Name)];
        if (wanted.Count != columns.Count)
        {
            throw new SchemaMismatchException(
                $"The statement gives {columns.Count} columns for the {wanted.Count} of {write.Table}: {string.Join(", ", wanted)}. "
                + "Give each one value, name the columns (INSERT INTO table (a, b) …), or match them by name (INSERT INTO table BY NAME …).");
        }

        string[] names = [.. wanted.Select(static (name, place) => name ?? $"{RowPlace.Prefix}default_{place}")];
        return new PlacedColumns(
            [.. columns.Select((column, place) => column with { Name = names[place] }).Where((_, place) => wanted[place] is not null)], names);
    }

    /// <summary>The statement with its columns called so.</summary>
    public string Query(string statement) => Names is null
        ? statement
        : $"SELECT {string.Join(", ", Columns.Select(static column => SqlText.Name(column.Name)))} "
            + $"FROM (\n{statement}\n) AS {RowPlace.Prefix}placed({string.Join(", ", Names.Select(SqlText.Name))})";
}
