namespace Wallstreet.Query;

/// <summary>A statement names a table that the catalog does not have.</summary>
/// <param name="tableName">The name as the statement has it.</param>
/// <param name="message">What is missing, and which names are near.</param>
public sealed class TableNotFoundException(string tableName, string message) : QueryException(message)
{
    /// <summary>The name as the statement has it.</summary>
    public string TableName { get; } = tableName;
}
