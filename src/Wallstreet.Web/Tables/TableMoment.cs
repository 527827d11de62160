namespace Wallstreet.Web.Tables;

/// <summary>Which version of a table: a number, a time, or the newest.</summary>
internal readonly record struct TableMoment(long? Version, DateTimeOffset? Timestamp);
