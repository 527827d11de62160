using System.Collections.Immutable;
using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Snapshots;

/// <summary>What the log says at one version, reconciled. Protocol section "Action Reconciliation".</summary>
internal sealed record TableState
{
    public required long Version { get; init; }

    public required Protocol Protocol { get; init; }

    public required Metadata Metadata { get; init; }

    public required FileSet Files { get; init; }

    public ImmutableDictionary<string, ApplicationTransaction> Applications { get; init; } =
        ImmutableDictionary<string, ApplicationTransaction>.Empty;

    public ImmutableDictionary<string, DomainMetadata> Domains { get; init; } =
        ImmutableDictionary<string, DomainMetadata>.Empty;

    public Tombstones? Tombstones { get; init; }

    /// <summary>The version of the checkpoint from which the state was read, or -1.</summary>
    public long CheckpointVersion { get; init; } = -1;

    /// <summary>How many files came and went since <see cref="CheckpointVersion"/>.</summary>
    public long Changes { get; init; }

    /// <summary>The state after one more commit.</summary>
    public TableState With(CommitActions commit)
    {
        if (commit.Version != Version + 1)
        {
            throw new DeltaLogException($"The log jumps from version {Version} to {commit.Version}.");
        }

        return this with
        {
            Version = commit.Version,
            Protocol = commit.Protocol ?? Protocol,
            Metadata = commit.Metadata ?? Metadata,
            Files = commit.Adds.Count + commit.Removes.Count == 0 ? Files : Files.With(commit),
            Applications = commit.Applications.Aggregate(
                Applications, static (all, application) => all.SetItem(application.ApplicationId, application)),
            Domains = commit.Domains.Aggregate(Domains, TableStateBuilder.Apply),
            Tombstones = commit.Removes.Count == 0 ? Tombstones : new Tombstones(Tombstones, commit.Removes),
            Changes = Changes + commit.Adds.Count + commit.Removes.Count,
        };
    }
}
