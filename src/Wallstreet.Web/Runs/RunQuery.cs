namespace Wallstreet.Web.Runs;

/// <summary>Which runs to list.</summary>
internal readonly record struct RunQuery(int? Limit, string? Cursor, string? Status, string? Asset);
