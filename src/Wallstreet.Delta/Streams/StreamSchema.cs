using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;

namespace Wallstreet.Delta.Streams;

/// <summary>Holds the metadata of versions against the schema with which a stream was opened, and knows which was in force
/// before each commit.</summary>
internal sealed class StreamSchema(DeltaTable table, Snapshot shape)
{
    private (long Version, Metadata Metadata)? _known;

    /// <summary>Keeps in mind which metadata a version has.</summary>
    public void Learn(long version, Metadata metadata) => _known = (version, metadata);

    /// <summary>The metadata in force before a commit, which rows may have that go with it.</summary>
    public async ValueTask<Metadata> FindBeforeAsync(
        StreamOffset from, Snapshot latest, CancellationToken cancellationToken)
    {
        if (_known is not { } known || known.Version != from.Version - 1)
        {
            Metadata found = from.Version == 0
                ? (await table.GetSnapshotAsync(0, cancellationToken).ConfigureAwait(false)).Metadata
                : from.Version > latest.Version
                    ? latest.Metadata
                    : await FindEarlierAsync(from.Version, cancellationToken).ConfigureAwait(false);
            _known = known = (from.Version - 1, found);
        }

        Require(known.Metadata, Math.Max(known.Version, 0));
        return known.Metadata;
    }

    /// <summary>Throws a <see cref="StreamException"/> if rows written under this metadata do not fit the stream; no metadata
    /// is no change.</summary>
    public void Require(Metadata? written, long version)
    {
        if (written is null)
        {
            return;
        }

        string? loss = written.Id != shape.Metadata.Id
            ? $"gave the table another id, {written.Id}: it is another table"
            : SchemaReach.FindLoss(written, shape.Metadata, "this stream");
        if (loss is not null)
        {
            throw new StreamException(
                StreamProblem.SchemaChanged,
                version,
                $"Version {version} of the table at {table.Location} does not fit this stream, which was opened at version "
                + $"{shape.Version}: version {version} {loss}. If columns were added, open the stream again with the offset "
                + "of the last batch: it takes the new columns. If columns were dropped or renamed, finish the versions "
                + "before with a copy of the table, and begin a new stream after the change.");
        }
    }

    /// <summary>Where the version before was cleaned up, the version itself tells.</summary>
    private async ValueTask<Metadata> FindEarlierAsync(long version, CancellationToken cancellationToken)
    {
        try
        {
            return (await table.GetSnapshotAsync(version - 1, cancellationToken).ConfigureAwait(false)).Metadata;
        }
        catch (VersionNotFoundException)
        {
            return (await table.GetSnapshotAsync(version, cancellationToken).ConfigureAwait(false)).Metadata;
        }
    }
}
