using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;

namespace Wallstreet.Query.Rewriting;

/// <summary>A data file of a table, where it lies on this machine, and which rows of it are deleted.</summary>
internal readonly record struct LocalFile(AddFile Add, string Path, DeletionVector? Deleted = null);
