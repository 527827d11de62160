using Wallstreet.Delta.Maintenance;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Statements;

/// <summary>Who is told how far a statement is that takes long.</summary>
public sealed record StatementProgress
{
    /// <summary>Told about files that are written anew: by OPTIMIZE, REORG, and by ALTER TABLE where it takes off column mapping or
    /// drops a feature.</summary>
    public IProgress<OptimizeProgress>? Rewriting { get; init; }

    /// <summary>Told by VACUUM about files that are searched and deleted.</summary>
    public IProgress<VacuumProgress>? Vacuuming { get; init; }
}
