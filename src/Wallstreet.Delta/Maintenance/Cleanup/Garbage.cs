namespace Wallstreet.Delta.Maintenance.Cleanup;

/// <summary>A file below a table that nobody needs.</summary>
/// <param name="Key">Its key.</param>
/// <param name="SizeBytes">Its bytes; 0 where they are not known.</param>
internal readonly record struct Garbage(string Key, long SizeBytes);
