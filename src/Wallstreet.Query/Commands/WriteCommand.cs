namespace Wallstreet.Query.Commands;

/// <summary>A write of a statement's rows, as far as it looks at the rows that are there.</summary>
internal sealed record WriteCommand : TableCommand;
