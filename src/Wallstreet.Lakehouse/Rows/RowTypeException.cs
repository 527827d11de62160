namespace Wallstreet.Lakehouse.Rows;

/// <summary>A C# type cannot be written as rows of a table.</summary>
/// <param name="message">Which type and property, and what to use instead.</param>
public sealed class RowTypeException(string message) : NotSupportedException(message);
