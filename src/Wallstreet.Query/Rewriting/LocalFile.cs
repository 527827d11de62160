using Wallstreet.Delta.Actions;

namespace Wallstreet.Query.Rewriting;

/// <summary>A data file of a table, and where it lies on this machine.</summary>
internal readonly record struct LocalFile(AddFile Add, string Path);
