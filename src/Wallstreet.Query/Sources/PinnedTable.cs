using Wallstreet.Delta;

namespace Wallstreet.Query.Sources;

/// <summary>A table at one of its versions.</summary>
internal sealed record PinnedTable(DeltaTable Table, Snapshot Snapshot);
