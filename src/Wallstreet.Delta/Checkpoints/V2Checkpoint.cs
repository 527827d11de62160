using System.Buffers;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Actions.Json;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>Writes a checkpoint of version 2: files in Parquet side files of bounded size, everything else in a JSON file
/// that names them and is written last. Its name is its own, so writers never overwrite each other. Protocol section "V2
/// Spec".</summary>
internal sealed class V2Checkpoint(IObjectStore store, TimeProvider time)
{
    private const string Policy = "delta.checkpointPolicy";

    /// <summary>How many files a side file names: few enough to be read by several readers at once.</summary>
    private const int SidecarRows = 100_000;

    /// <summary>Whether the table's policy asks for it, and its readers know it.</summary>
    public static bool IsWanted(TableState state) =>
        string.Equals(state.Metadata.FindProperty(Policy), "v2", StringComparison.OrdinalIgnoreCase)
        && state.Protocol.HasWriterFeature(TableFeatures.V2Checkpoint);

    /// <returns>The note that points at the checkpoint.</returns>
    public async ValueTask<byte[]> WriteAsync(
        TableState state, List<CheckpointRow> rows, CancellationToken cancellationToken)
    {
        List<CheckpointRow> files = [.. rows.Where(static row => row.Add is not null || row.Remove is not null)];
        List<SidecarFile> sidecars = [];
        for (int start = 0; start < files.Count; start += SidecarRows)
        {
            byte[] content = CheckpointWriter.Encode(
                files.GetRange(start, Math.Min(SidecarRows, files.Count - start)), state.Metadata);
            SidecarFile sidecar = new($"{Guid.NewGuid():D}.parquet", content.Length);
            await store.PutAsync(LogFile.SidecarFolder + sidecar.Path, content, cancellationToken).ConfigureAwait(false);
            sidecars.Add(sidecar);
        }

        string key = LogFile.V2CheckpointKey(state.Version, Guid.NewGuid());
        byte[] top = WriteTop(state, rows, sidecars);
        await store.PutAsync(key, top, cancellationToken).ConfigureAwait(false);
        return WriteNote(state, rows.Count + sidecars.Count, key, top.Length, sidecars.Sum(static file => file.SizeBytes));
    }

    private byte[] WriteTop(TableState state, List<CheckpointRow> rows, List<SidecarFile> sidecars)
    {
        using ActionWriter writer = new();
        writer.WriteLines(Line(json =>
        {
            json.WriteStartObject("checkpointMetadata");
            json.WriteNumber("version", state.Version);
            json.WriteEndObject();
        }));
        foreach (SidecarFile sidecar in sidecars)
        {
            writer.WriteLines(Line(json =>
            {
                json.WriteStartObject("sidecar");
                json.WriteString("path", sidecar.Path);
                json.WriteNumber("sizeInBytes", sidecar.SizeBytes);
                json.WriteNumber("modificationTime", time.GetUtcNow().ToUnixTimeMilliseconds());
                json.WriteEndObject();
            }));
        }

        foreach (CheckpointRow row in rows)
        {
            Write(writer, row);
        }

        return writer.Content.ToArray();
    }

    private static void Write(ActionWriter writer, CheckpointRow row)
    {
        if (row.Protocol is not null)
        {
            writer.Write(row.Protocol);
        }
        else if (row.Metadata is not null)
        {
            writer.Write(row.Metadata);
        }
        else if (row.Application is not null)
        {
            writer.Write(row.Application);
        }
        else if (row.Domain is not null)
        {
            writer.Write(row.Domain);
        }
    }

    private byte[] WriteNote(TableState state, int actions, string key, long topBytes, long sidecarBytes) => Object(json =>
    {
        json.WriteNumber("version", state.Version);
        json.WriteNumber("size", actions);
        json.WriteNumber("sizeInBytes", topBytes + sidecarBytes);
        json.WriteNumber("numOfAddFiles", state.Files.Count);
        json.WriteStartObject("v2Checkpoint");
        json.WriteString("path", key[LogFile.Folder.Length..]);
        json.WriteNumber("sizeInBytes", topBytes);
        json.WriteNumber("modificationTime", time.GetUtcNow().ToUnixTimeMilliseconds());
        json.WriteEndObject();
    });

    private static byte[] Line(Action<Utf8JsonWriter> write) => [.. Object(write), (byte)'\n'];

    private static byte[] Object(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
