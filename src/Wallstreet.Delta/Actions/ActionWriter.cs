using System.Buffers;
using System.Text.Json;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Actions;

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
        Number("timestamp", info.TimestampMilliseconds);
        Number("inCommitTimestamp", info.InCommitTimestampMilliseconds);
        Text("operation", info.Operation);
        Map("operationParameters", info.OperationParameters);
        Number("readVersion", info.ReadVersion);
        Text("isolationLevel", info.IsolationLevel);
        Flag("isBlindAppend", info.IsBlindAppend);
        Map("operationMetrics", info.OperationMetrics);
        Text("userMetadata", info.UserMetadata);
        if (info.Tags.Count > 0)
        {
            Map("tags", info.Tags);
        }

        Text("engineInfo", info.EngineInfo);
        Text("txnId", info.TransactionId);
        End();
    }

    public void Write(Protocol protocol)
    {
        _json.WriteStartObject();
        Property(protocol);
        EndLine();
    }

    public void Write(Metadata metadata)
    {
        _json.WriteStartObject();
        Property("metaData", metadata);
        EndLine();
    }

    /// <summary>Writes what a version is, in numbers and without its files. Protocol section "Version Checksum File".
    /// </summary>
    public void Write(VersionChecksum checksum)
    {
        _json.WriteStartObject();
        Text("txnId", checksum.TransactionId);
        _json.WriteNumber("tableSizeBytes", checksum.SizeBytes);
        _json.WriteNumber("numFiles", checksum.FileCount);
        _json.WriteNumber("numMetadata", 1);
        _json.WriteNumber("numProtocol", 1);
        Number("inCommitTimestampOpt", checksum.InCommitTimestampMilliseconds);
        if (checksum.Applications is not null)
        {
            _json.WriteStartArray("setTransactions");
            foreach (ApplicationTransaction application in checksum.Applications)
            {
                _json.WriteStartObject();
                Body(application);
                _json.WriteEndObject();
            }

            _json.WriteEndArray();
        }

        if (checksum.Domains is not null)
        {
            _json.WriteStartArray("domainMetadata");
            foreach (DomainMetadata domain in checksum.Domains)
            {
                _json.WriteStartObject();
                Body(domain);
                _json.WriteEndObject();
            }

            _json.WriteEndArray();
        }

        Property("metadata", checksum.Metadata);
        Property(checksum.Protocol);
        EndLine();
    }

    public void Write(AddFile add)
    {
        Start("add");
        _json.WriteString("path", add.Path);
        Map("partitionValues", add.PartitionValues);
        _json.WriteNumber("size", add.SizeBytes);
        _json.WriteNumber("modificationTime", add.ModificationTimeMilliseconds);
        _json.WriteBoolean("dataChange", add.DataChange);
        Raw("stats", add.RawStatistics);
        if (add.Tags is not null)
        {
            Map("tags", add.Tags);
        }

        Vector(add.DeletionVector);
        Number("baseRowId", add.BaseRowId);
        Number("defaultRowCommitVersion", add.DefaultRowCommitVersion);
        Text("clusteringProvider", add.ClusteringProvider);
        End();
    }

    public void Write(RemoveFile remove)
    {
        Start("remove");
        _json.WriteString("path", remove.Path);
        Number("deletionTimestamp", remove.DeletionTimestampMilliseconds);
        _json.WriteBoolean("dataChange", remove.DataChange);
        Flag("extendedFileMetadata", remove.ExtendedFileMetadata);
        if (remove.PartitionValues is not null)
        {
            Map("partitionValues", remove.PartitionValues);
        }

        Number("size", remove.SizeBytes);
        Raw("stats", remove.RawStatistics);
        if (remove.Tags is not null)
        {
            Map("tags", remove.Tags);
        }

        Vector(remove.DeletionVector);
        Number("baseRowId", remove.BaseRowId);
        Number("defaultRowCommitVersion", remove.DefaultRowCommitVersion);
        End();
    }

    public void Write(AddCdcFile change)
    {
        Start("cdc");
        _json.WriteString("path", change.Path);
        Map("partitionValues", change.PartitionValues);
        _json.WriteNumber("size", change.SizeBytes);
        _json.WriteBoolean("dataChange", false);
        End();
    }

    public void Write(ApplicationTransaction application)
    {
        Start("txn");
        Body(application);
        End();
    }

    public void Write(DomainMetadata domain)
    {
        Start("domainMetadata");
        Body(domain);
        End();
    }

    private void Property(Protocol protocol)
    {
        _json.WriteStartObject("protocol");
        _json.WriteNumber("minReaderVersion", protocol.MinReaderVersion);
        _json.WriteNumber("minWriterVersion", protocol.MinWriterVersion);
        List("readerFeatures", protocol.ReaderFeatures);
        List("writerFeatures", protocol.WriterFeatures);
        _json.WriteEndObject();
    }

    private void Property(string name, Metadata metadata)
    {
        _json.WriteStartObject(name);
        _json.WriteString("id", metadata.Id);
        Text("name", metadata.Name);
        Text("description", metadata.Description);
        _json.WriteStartObject("format");
        _json.WriteString("provider", metadata.FormatProvider);
        Map("options", metadata.FormatOptions);
        _json.WriteEndObject();
        _json.WriteString("schemaString", metadata.SchemaString);
        List("partitionColumns", metadata.PartitionColumns);
        Map("configuration", metadata.Configuration);
        Number("createdTime", metadata.CreatedTimeMilliseconds);
        _json.WriteEndObject();
    }

    private void Body(ApplicationTransaction application)
    {
        _json.WriteString("appId", application.ApplicationId);
        _json.WriteNumber("version", application.Version);
        Number("lastUpdated", application.LastUpdatedMilliseconds);
    }

    private void Body(DomainMetadata domain)
    {
        _json.WriteString("domain", domain.Domain);
        _json.WriteString("configuration", domain.Configuration);
        _json.WriteBoolean("removed", domain.Removed);
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

    private void Text(string name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    private void Number(string name, long? value)
    {
        if (value is { } number)
        {
            _json.WriteNumber(name, number);
        }
    }

    private void Flag(string name, bool? value)
    {
        if (value is { } flag)
        {
            _json.WriteBoolean(name, flag);
        }
    }

    private void Raw(string name, RawText value)
    {
        if (!value.IsEmpty)
        {
            _json.WriteString(name, value.ToBytes().Span);
        }
    }

    private void List(string name, IReadOnlyList<string>? values)
    {
        if (values is null)
        {
            return;
        }

        _json.WriteStartArray(name);
        foreach (string value in values)
        {
            _json.WriteStringValue(value);
        }

        _json.WriteEndArray();
    }

    private void Map<TValue>(string name, IReadOnlyDictionary<string, TValue> values)
        where TValue : class?
    {
        _json.WriteStartObject(name);
        foreach ((string key, TValue value) in values)
        {
            _json.WriteString(key, value as string);
        }

        _json.WriteEndObject();
    }

    private void Vector(DeletionVectorDescriptor? vector)
    {
        if (vector is null)
        {
            return;
        }

        _json.WriteStartObject("deletionVector");
        _json.WriteString("storageType", vector.StorageType);
        _json.WriteString("pathOrInlineDv", vector.PathOrInlineDv);
        Number("offset", vector.Offset);
        _json.WriteNumber("sizeInBytes", vector.SizeBytes);
        _json.WriteNumber("cardinality", vector.Cardinality);
        _json.WriteEndObject();
    }
}
