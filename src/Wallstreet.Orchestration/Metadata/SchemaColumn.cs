namespace Wallstreet.Orchestration.Metadata;

/// <summary>A column as metadata tells it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type in the words of whoever wrote the table, for example <c>decimal(18,4)</c>.</param>
/// <param name="Nullable">True when the column may hold null.</param>
/// <param name="Comment">What the column means, with its unit.</param>
public sealed record SchemaColumn(string Name, string Type, bool Nullable = true, string? Comment = null);
