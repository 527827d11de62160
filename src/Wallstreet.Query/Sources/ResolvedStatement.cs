using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Sources;

/// <summary>A statement over files, and the table versions that these are.</summary>
internal sealed record ResolvedStatement(RewrittenSql Statement, IReadOnlyList<TableVersionRead> Tables);
