using Wallstreet.Delta.Actions;

namespace Wallstreet.Query.Maintenance;

/// <summary>A rewrite whose new files are written and not committed yet.</summary>
/// <param name="Rewrite">What was rewritten.</param>
/// <param name="Adds">The new files; none if every row was deleted.</param>
internal sealed record Rewritten(Rewrite Rewrite, IReadOnlyList<AddFile> Adds);
