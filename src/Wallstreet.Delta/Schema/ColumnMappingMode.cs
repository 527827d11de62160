namespace Wallstreet.Delta.Schema;

/// <summary>How columns of the schema are found in data files. Protocol section "Column Mapping".</summary>
public enum ColumnMappingMode
{
    /// <summary>By the name users see.</summary>
    None,

    /// <summary>By the physical name in the field's metadata.</summary>
    Name,

    /// <summary>By the Parquet field id in the field's metadata.</summary>
    Id,
}
