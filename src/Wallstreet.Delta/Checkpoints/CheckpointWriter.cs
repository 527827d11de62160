using System.Buffers;
using System.Text.Json;
using ParquetSharp;
using ParquetSharp.IO;
using ParquetSharp.Schema;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Checkpoints.Parsed;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>Writes a version as a checkpoint, classic or of version 2 as the table's policy says, and then the note that
/// points at it: whatever crash comes in between, the log can be read.</summary>
internal sealed class CheckpointWriter(IObjectStore store, TimeProvider time)
{
    private const int RowGroupRows = 131_072;

    public async ValueTask WriteAsync(TableState state, CancellationToken cancellationToken)
    {
        byte[] note = V2Checkpoint.IsWanted(state)
            ? await new V2Checkpoint(store, time).WriteAsync(state, [.. Rows(state)], cancellationToken).ConfigureAwait(false)
            : await WriteClassicAsync(state, cancellationToken).ConfigureAwait(false);
        await store.PutAsync(LogFile.LastCheckpointKey, note, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<byte[]> WriteClassicAsync(TableState state, CancellationToken cancellationToken)
    {
        List<CheckpointRow> rows = [.. Rows(state)];
        byte[] content = Encode(rows, state.Metadata);
        await store.PutAsync(LogFile.CheckpointKey(state.Version), content, cancellationToken).ConfigureAwait(false);
        return WriteNote(state, rows.Count, content.Length);
    }

    /// <summary>Actions as a Parquet file.</summary>
    /// <param name="rows">The actions.</param>
    /// <param name="metadata">How the table wants statistics.</param>
    public static byte[] Encode(List<CheckpointRow> rows, Metadata metadata)
    {
        CheckpointStatistics statistics = new(metadata, rows);
        int groupRows = Math.Min(RowGroupRows, statistics.RowGroupRowsMax);
        using MemoryStream stream = new();
        using (WriterPropertiesBuilder builder = new())
        using (WriterProperties properties = builder.Compression(Compression.Snappy).Build())
        {
            (GroupNode schema, IReadOnlyList<CheckpointLeaf> leaves) = CheckpointSchema.Create(statistics);
            using (schema)
            using (ManagedOutputStream output = new(stream, leaveOpen: true))
            using (ParquetFileWriter file = new(output, schema, properties))
            {
                for (int start = 0; start < rows.Count; start += groupRows)
                {
                    List<CheckpointRow> part = statistics.Parse(rows.GetRange(start, Math.Min(groupRows, rows.Count - start)));
                    using RowGroupWriter group = file.AppendRowGroup();
                    foreach (CheckpointLeaf leaf in leaves)
                    {
                        leaf.Write(group, part);
                    }
                }

                file.Close();
            }
        }

        return stream.ToArray();
    }

    private static byte[] WriteNote(TableState state, int actions, int sizeBytes)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("version", state.Version);
            json.WriteNumber("size", actions);
            json.WriteNumber("sizeInBytes", sizeBytes);
            json.WriteNumber("numOfAddFiles", state.Files.Count);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Applications that have not written for longer than <c>delta.setTransactionRetentionDuration</c> are forgotten;
    /// without the property none is.</summary>
    private Func<ApplicationTransaction, bool> Lasts(Metadata metadata)
    {
        long? forgotten = metadata.ApplicationRetention is { } retention
            ? TableInterval.Before(time.GetUtcNow(), retention).ToUnixTimeMilliseconds()
            : null;
        return application => !(application.LastUpdatedMilliseconds <= forgotten);
    }

    private IEnumerable<CheckpointRow> Rows(TableState state)
    {
        yield return new CheckpointRow { Protocol = state.Protocol };
        yield return new CheckpointRow { Metadata = state.Metadata };
        foreach (ApplicationTransaction application in state.Applications.Values.Where(Lasts(state.Metadata)))
        {
            yield return new CheckpointRow { Application = application };
        }

        foreach (DomainMetadata domain in state.Domains.Values)
        {
            yield return new CheckpointRow { Domain = domain };
        }

        long expired = TableInterval.Before(time.GetUtcNow(), state.Metadata.DeletedFileRetention).ToUnixTimeMilliseconds();
        foreach (RemoveFile remove in state.Tombstones?.Reconcile(state.Files) ?? [])
        {
            if ((remove.DeletionTimestampMilliseconds ?? 0) > expired)
            {
                yield return new CheckpointRow { Remove = remove };
            }
        }

        foreach (AddFile add in state.Files)
        {
            yield return new CheckpointRow { Add = add };
        }
    }
}
