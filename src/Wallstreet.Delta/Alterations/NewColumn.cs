using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Alterations;

/// <summary>A column to add to a table. Rows that are there have null in it.</summary>
/// <param name="Path">Its name, after the names of the structs that hold it; <c>element</c>, <c>key</c> and <c>value</c>
/// lead into arrays and maps.</param>
/// <param name="Type">Its type.</param>
public sealed record NewColumn(ColumnPath Path, DeltaType Type)
{
    /// <summary>What it means.</summary>
    public string? Comment { get; init; }

    /// <summary>Where it stands; <see langword="null"/> for the end.</summary>
    public ColumnPosition? Position { get; init; }
}
