using Wallstreet.Delta;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Statements.Maintenance;

/// <summary><c>OPTIMIZE</c>, and <c>REORG TABLE … APPLY (PURGE)</c>.</summary>
/// <param name="Target">The table that it names.</param>
/// <param name="Request">What to do.</param>
/// <param name="WherePlace">Where its condition stands, if it has one.</param>
internal sealed record OptimizeStatement(TargetName Target, OptimizeRequest Request, SqlPosition? WherePlace) : WritingStatement(Target);

/// <summary><c>VACUUM</c>.</summary>
/// <param name="Target">The table that it names.</param>
internal sealed record VacuumStatement(TargetName Target) : WritingStatement(Target)
{
    /// <summary>How long files are kept that no version needs; null for what the table says.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Whether only the log is looked at; null if nothing was said.</summary>
    public bool? Lite { get; init; }

    /// <summary>Whether files are only told.</summary>
    public bool DryRun { get; init; }
}

/// <summary><c>RESTORE</c>.</summary>
/// <param name="Target">The table that it names.</param>
/// <param name="Point">What it goes back to.</param>
internal sealed record RestoreStatement(TargetName Target, HistoryPoint Point) : WritingStatement(Target);
