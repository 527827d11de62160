using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Verification;

/// <summary>Looks at the files of a version: whether they are there with their sizes, and whether what the log says of
/// them can be.</summary>
internal sealed class FileVerification(IObjectStore store, Snapshot snapshot, Findings findings)
{
    private readonly StatisticsLayout _layout = StatisticsLayout.All(snapshot.Schema, snapshot.ColumnMapping);
    private long _vectors;

    public long DeletionVectors => Interlocked.Read(ref _vectors);

    public async ValueTask VerifyAsync(AddFile file, CancellationToken cancellationToken)
    {
        await VerifyObjectAsync(file, cancellationToken).ConfigureAwait(false);
        FileStatistics? statistics = VerifyStatistics(file);
        VerifyPartition(file);
        if (file.DeletionVector is { } descriptor)
        {
            Interlocked.Increment(ref _vectors);
            await VerifyVectorAsync(file, descriptor, statistics, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask VerifyObjectAsync(AddFile file, CancellationToken cancellationToken)
    {
        if (!DataPath.TryResolve(file.Path, store, out (IObjectStore Store, string Key) found))
        {
            findings.Warn("file", file.Path, "It lies outside of the table, where it cannot be looked at from here.");
            return;
        }

        ObjectHead? head;
        try
        {
            head = await found.Store.FindHeadAsync(found.Key, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidObjectKeyException exception)
        {
            findings.Damage("file", file.Path, exception.Message);
            return;
        }

        if (head is not { } there)
        {
            findings.Damage(
                "file", file.Path, "It is missing. Restore it from a backup, or restore the table to a version without it.");
        }
        else if (there.SizeBytes != file.SizeBytes)
        {
            findings.Damage("file", file.Path, $"It has {there.SizeBytes} bytes; the log says {file.SizeBytes}.");
        }
    }

    private void VerifyPartition(AddFile file)
    {
        try
        {
            PartitionValues.Of(file, snapshot.PartitionFields);
        }
        catch (DeltaException exception)
        {
            findings.Damage("partition", file.Path, exception.Message);
        }
    }

    private FileStatistics? VerifyStatistics(AddFile file)
    {
        if (file.RawStatistics.IsEmpty)
        {
            return null;
        }

        ReadOnlyMemory<byte> json = file.RawStatistics.ToBytes();
        if (FindSyntaxError(json) is { } error)
        {
            findings.Warn("statistics", file.Path, $"They are no JSON object and are not used: {error}");
            return null;
        }

        FileStatistics? statistics = _layout.Read(json);
        if (statistics?.RecordCount < 0)
        {
            findings.Damage("statistics", file.Path, $"They say that the file has {statistics.RecordCount} rows.");
        }

        foreach ((ColumnPath column, ColumnStatistics known) in statistics?.GetColumns() ?? [])
        {
            if (known.NullCount > statistics!.RecordCount)
            {
                findings.Warn(
                    "statistics", file.Path,
                    $"They say that column '{column}' has {known.NullCount} nulls in {statistics.RecordCount} rows; they are not used.");
            }

            if (known is { Min: { } min, Max: { } max } && Literal.Compare(min, max) > 0)
            {
                findings.Warn(
                    "statistics", file.Path, $"They say that column '{column}' begins at {min} and ends at {max}; they are not used.");
            }
        }

        return statistics;
    }

    private static string? FindSyntaxError(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : "it is another kind of value.";
        }
        catch (JsonException exception)
        {
            return exception.Message;
        }
    }

    private async ValueTask VerifyVectorAsync(
        AddFile file, DeletionVectorDescriptor descriptor, FileStatistics? statistics, CancellationToken cancellationToken)
    {
        if (statistics?.RecordCount is not { } rows)
        {
            findings.Damage(
                "deletionVector", file.Path, "It has a deletion vector and no numRecords, which the protocol demands beside it.");
            rows = long.MaxValue;
        }

        try
        {
            DeletionVector vector = await new DeletionVectorReader(store).ReadAsync(file.Path, descriptor, cancellationToken)
                .ConfigureAwait(false);
            long last = vector.Rows.LastOrDefault(-1);
            if (vector.Cardinality > rows || last >= rows)
            {
                findings.Damage(
                    "deletionVector", file.Path,
                    $"Its deletion vector deletes {vector.Cardinality} rows up to row {last}, and the file has {rows} rows.");
            }
        }
        catch (Exception exception) when (exception is DeltaException or InvalidObjectKeyException)
        {
            findings.Damage("deletionVector", file.Path, exception.Message);
        }
    }
}
