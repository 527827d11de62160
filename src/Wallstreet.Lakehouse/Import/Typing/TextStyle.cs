namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>How the cells of one column of one file are to be read.</summary>
/// <param name="DecimalSeparator">The character before decimals.</param>
/// <param name="DateOrder">The order of day and month where it is not plain.</param>
internal readonly record struct TextStyle(char DecimalSeparator, DateOrder DateOrder);
