using System.Runtime.ExceptionServices;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.ChangeData;

/// <summary>Plans the changes of a range, one commit after the other: of each only what its changes are read from is kept.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="planner">Finds the changes of a commit.</param>
/// <param name="log">Reads the commits.</param>
/// <param name="end">The last version of the range, whose schema the rows get.</param>
internal sealed class RangePlanner(DeltaTable table, ChangePlanner planner, LogReader log, Snapshot end)
{
    private readonly ChangeColumns _columns = new(end);

    public async ValueTask<ChangePlan> PlanAsync(CommitList commits, long from, long to, CancellationToken cancellationToken)
    {
        // Only a commit with metadata ends what was in force before it, so mostly it is still what it is at the end.
        List<VersionChanges>? versions = await TryPlanAsync(commits, (from, to), null, cancellationToken).ConfigureAwait(false);
        if (versions is null)
        {
            Metadata before = await FindBeforeAsync(commits, from, cancellationToken).ConfigureAwait(false);
            versions = await TryPlanAsync(commits, (from, to), before, cancellationToken).ConfigureAwait(false);
        }

        return new ChangePlan(end, _columns, versions!);
    }

    /// <summary>Plans the versions.</summary>
    /// <param name="commits">The commits that are kept.</param>
    /// <param name="range">The versions.</param>
    /// <param name="known">The metadata in force before the first of them; null to take that of the end for it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The versions; null if the metadata changed on the way, and so it may not be that of the end.</returns>
    private async ValueTask<List<VersionChanges>?> TryPlanAsync(
        CommitList commits, (long From, long To) range, Metadata? known, CancellationToken cancellationToken)
    {
        List<VersionChanges> versions = [];
        ExceptionDispatchInfo? problem = null;
        await foreach (CommitActions commit in log.ReadAsync(commits.Files(range.From, range.To), true, cancellationToken)
            .ConfigureAwait(false))
        {
            if (known is null && commit.Metadata is { } own)
            {
                if (commit.Version != range.From || !TellsItself(commit))
                {
                    return null;
                }

                known = own;
            }

            if (problem is not null)
            {
                continue;
            }

            try
            {
                versions.Add(await PlanAsync(commit, known ?? end.Metadata, commits, cancellationToken).ConfigureAwait(false));
            }
            catch (DeltaException exception) when (known is null)
            {
                // True only if no later commit shows that other metadata was in force.
                problem = ExceptionDispatchInfo.Capture(exception);
            }

            known = known is null ? null : commit.Metadata ?? known;
        }

        problem?.Throw();
        return versions;
    }

    private async ValueTask<VersionChanges> PlanAsync(
        CommitActions commit, Metadata before, CommitList commits, CancellationToken cancellationToken)
    {
        Metadata metadata = commit.Metadata ?? before;
        if (commit.Protocol is { } protocol)
        {
            ProtocolGate.RequireReadable(protocol, metadata);
        }

        DateTimeOffset time = CommitTimes.InCommit(metadata, commit.CommitInfo) ?? commits.TimeOf(commit.Version);
        CommitChanges changes = await planner.FindAsync(commit, before, time, cancellationToken).ConfigureAwait(false);
        RequireReadable(changes, commit.Version, before, metadata);
        return changes.ToVersion(_columns);
    }

    /// <summary>Whether the metadata before a commit with its own does not matter: no row went with whole files.</summary>
    private static bool TellsItself(CommitActions commit) =>
        commit.Version == 0 || commit.Removes.Count == 0 || commit.ChangeFiles.Count > 0;

    /// <summary>The metadata in force before the first commit of the range.</summary>
    private async ValueTask<Metadata> FindBeforeAsync(CommitList commits, long from, CancellationToken cancellationToken)
    {
        bool changes = false;
        await foreach (CommitActions first in log.ReadAsync(commits.Files(from, from), true, cancellationToken).ConfigureAwait(false))
        {
            changes = first.Metadata is not null;
        }

        return (await table.GetSnapshotAsync(changes ? from - 1 : from, cancellationToken).ConfigureAwait(false)).Metadata;
    }

    /// <summary>Rows that came have the schema of their commit, rows that went that of the version before.</summary>
    private void RequireReadable(CommitChanges changes, long version, Metadata before, Metadata after)
    {
        (long Version, string Loss)? found = null;
        string reader = $"version {end.Version}";
        if (changes.HasDeletes && SchemaReach.FindLoss(before, end.Metadata, reader) is { } lost)
        {
            found = (version - 1, lost);
        }
        else if (changes.HasAny && SchemaReach.FindLoss(after, end.Metadata, reader) is { } loss)
        {
            found = (version, loss);
        }

        if (found is { } problem)
        {
            throw new ChangeDataException(
                ChangeDataProblem.SchemaChanged,
                version,
                $"The changes of version {version} of the table at {table.Location} cannot be read with the schema of "
                + $"version {end.Version}: version {problem.Version} {problem.Loss}. Leave out the versions where the "
                + "schema was changed, and read those before and after them on their own.");
        }
    }
}
