namespace Wallstreet.Query;

/// <summary>How a write may change the table's schema.</summary>
public enum SchemaEvolution
{
    /// <summary>Not at all: a column that the table does not have is an error.</summary>
    None,

    /// <summary>Columns that the table does not have are added; older rows have nulls in them.</summary>
    AddColumns,

    /// <summary>The table gets the statement's columns, whatever it had. Only with <see cref="WriteMode.Overwrite"/>.</summary>
    Replace,
}
