namespace Wallstreet.Query.Commands.Expressions;

/// <summary>A place in a statement.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
internal readonly record struct SqlPosition(int Line, int Column);
