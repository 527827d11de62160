using Wallstreet.Delta.Snapshots;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>When a commit is followed by a checkpoint. Where the table or the options name an interval, that is it. Else
/// every ten versions as long as they change much of what a checkpoint holds, and at the latest after a hundred: each
/// checkpoint costs as much as the table has files, and a growing table that wrote one every ten commits would spend most
/// of its time on them. Protocol section "Checkpoints": when they are written is the writer's choice.</summary>
internal sealed class CheckpointPolicy(DeltaOptions options)
{
    private const string Property = "delta.checkpointInterval";
    private const int VersionsMin = 10;
    private const int VersionsMax = 100;

    /// <summary>A checkpoint is worth it when so great a part of it is new.</summary>
    private const int NewPart = 8;

    private readonly Lock _knowing = new();
    private long _version = -1;
    private long _changes;

    /// <summary>Whether a version should get a checkpoint, as far as this table object knows.</summary>
    public bool IsDue(TableState state)
    {
        if (Interval(state) is { } interval)
        {
            return state.Version % interval == 0;
        }

        // Writers of one table agree on which versions may get one.
        (long version, long changes) = LastCheckpoint(state);
        return state.Version % VersionsMin == 0
            && state.Version - version >= VersionsMin
            && (state.Version - version >= VersionsMax || state.Changes - changes >= state.Files.Count / NewPart);
    }

    /// <summary>Whether another writer may have written a checkpoint that makes this one needless.</summary>
    public bool MayBeNeedless(TableState state) => Interval(state) is null && state.Files.Count > VersionsMax;

    /// <summary>Keeps in mind that there is a checkpoint.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="state">A version that is not older.</param>
    public void Learn(long version, TableState state)
    {
        lock (_knowing)
        {
            if (version > _version && version > state.CheckpointVersion)
            {
                (_version, _changes) = (version, state.Changes);
            }
        }
    }

    private long? Interval(TableState state) =>
        state.Metadata.FindNumber(Property) is { } own and > 0 ? own : options.CheckpointInterval;

    private (long Version, long Changes) LastCheckpoint(TableState state)
    {
        lock (_knowing)
        {
            return _version > state.CheckpointVersion ? (_version, _changes) : (state.CheckpointVersion, 0);
        }
    }
}
