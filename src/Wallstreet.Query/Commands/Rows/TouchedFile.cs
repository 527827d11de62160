using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Commands.Rows;

/// <summary>A file that rows leave.</summary>
/// <param name="Number">Its number among the files that were looked at.</param>
/// <param name="File">The file.</param>
/// <param name="Rows">The rows that leave; <see langword="null"/> means all that it has.</param>
internal sealed record TouchedFile(int Number, LocalFile File, DeletionVector? Rows);
