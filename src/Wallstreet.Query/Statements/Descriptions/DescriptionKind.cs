namespace Wallstreet.Query.Statements.Descriptions;

internal enum DescriptionKind
{
    /// <summary><c>DESCRIBE HISTORY</c>.</summary>
    History,

    /// <summary><c>DESCRIBE DETAIL</c>.</summary>
    Detail,

    /// <summary><c>SHOW TBLPROPERTIES</c>.</summary>
    Properties,
}
