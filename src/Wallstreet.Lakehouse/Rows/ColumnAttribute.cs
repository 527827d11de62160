namespace Wallstreet.Lakehouse.Rows;

/// <summary>Says how a property of a row type becomes a column; without it, name and type follow from the property.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ColumnAttribute : Attribute
{
    /// <summary>The column's name; by default the property's name in snake case (<c>SessionDate</c> → <c>session_date</c>).</summary>
    public string? Name { get; set; }

    /// <summary>Digits in all of a decimal column, 1 to 38; 18 by default.</summary>
    public int Precision { get; set; } = 18;

    /// <summary>Digits after the point of a decimal column; 6 by default.</summary>
    public int Scale { get; set; } = 6;

    /// <summary>What the column means, with its unit.</summary>
    public string? Comment { get; set; }
}
