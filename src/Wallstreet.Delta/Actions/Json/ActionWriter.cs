using System.Buffers;
using System.Text.Json;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Actions.Json;

/// <summary>Writes actions as a commit holds them: one JSON object a line.</summary>
internal sealed class ActionWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;

    public ActionWriter() => _json = new Utf8JsonWriter(_buffer, JsonText.WriterOptions);

    public ReadOnlyMemory<byte> Content => _buffer.WrittenMemory;

    public void Dispose() => _json.Dispose();

    /// <summary>Adds actions that were written before.</summary>
    public void WriteLines(ReadOnlySpan<byte> lines) => _buffer.Write(lines);

    public void Write(CommitInfo info)
    {
        Start("commitInfo");
        _json.Number("timestamp", info.TimestampMilliseconds);
        _json.Number("inCommitTimestamp", info.InCommitTimestampMilliseconds);
        _json.Text("operation", info.Operation);
        _json.Map("operationParameters", info.OperationParameters);
        _json.Number("readVersion", info.ReadVersion);
        _json.Text("isolationLevel", info.IsolationLevel);
        _json.Flag("isBlindAppend", info.IsBlindAppend);
        _json.Map("operationMetrics", info.OperationMetrics);
        _json.Text("userMetadata", info.UserMetadata);
        if (info.Tags.Count > 0)
        {
            _json.Map("tags", info.Tags);
        }

        _json.Text("engineInfo", info.EngineInfo);
        _json.Text("txnId", info.TransactionId);
        End();
    }

    public void Write(Protocol protocol)
    {
        _json.WriteStartObject();
        _json.Property(protocol);
        EndLine();
    }

    public void Write(Metadata metadata)
    {
        _json.WriteStartObject();
        _json.Property("metaData", metadata);
        EndLine();
    }

    public void Write(AddFile add)
    {
        Start("add");
        _json.WriteString("path", add.Path);
        _json.Map("partitionValues", add.PartitionValues);
        _json.WriteNumber("size", add.SizeBytes);
        _json.WriteNumber("modificationTime", add.ModificationTimeMilliseconds);
        _json.WriteBoolean("dataChange", add.DataChange);
        _json.Raw("stats", add.RawStatistics);
        WriteShared(add.Tags, add.DeletionVector, add.BaseRowId, add.DefaultRowCommitVersion);
        _json.Text("clusteringProvider", add.ClusteringProvider);
        End();
    }

    public void Write(RemoveFile remove)
    {
        Start("remove");
        _json.WriteString("path", remove.Path);
        _json.Number("deletionTimestamp", remove.DeletionTimestampMilliseconds);
        _json.WriteBoolean("dataChange", remove.DataChange);
        _json.Flag("extendedFileMetadata", remove.ExtendedFileMetadata);
        if (remove.PartitionValues is not null)
        {
            _json.Map("partitionValues", remove.PartitionValues);
        }

        _json.Number("size", remove.SizeBytes);
        _json.Raw("stats", remove.RawStatistics);
        WriteShared(remove.Tags, remove.DeletionVector, remove.BaseRowId, remove.DefaultRowCommitVersion);
        End();
    }

    public void Write(AddCdcFile change)
    {
        Start("cdc");
        _json.WriteString("path", change.Path);
        _json.Map("partitionValues", change.PartitionValues);
        _json.WriteNumber("size", change.SizeBytes);
        _json.WriteBoolean("dataChange", false);
        End();
    }

    public void Write(ApplicationTransaction application)
    {
        Start("txn");
        _json.Body(application);
        End();
    }

    public void Write(DomainMetadata domain)
    {
        Start("domainMetadata");
        _json.Body(domain);
        End();
    }

    /// <summary>What the log says of a file that is in the table, and says again of one that is taken out of it.</summary>
    private void WriteShared(
        IReadOnlyDictionary<string, string?>? tags, DeletionVectorDescriptor? vector, long? baseRowId, long? defaultRowCommitVersion)
    {
        if (tags is not null)
        {
            _json.Map("tags", tags);
        }

        _json.Vector(vector);
        _json.Number("baseRowId", baseRowId);
        _json.Number("defaultRowCommitVersion", defaultRowCommitVersion);
    }

    private void Start(string action)
    {
        _json.WriteStartObject();
        _json.WriteStartObject(action);
    }

    private void End()
    {
        _json.WriteEndObject();
        EndLine();
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
        _json.Reset(_buffer);
    }
}
