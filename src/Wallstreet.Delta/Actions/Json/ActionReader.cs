using System.Text.Json;
using System.Text.Unicode;

namespace Wallstreet.Delta.Actions.Json;

/// <summary>Reads the actions of a commit, one JSON object a line. Unknown actions and fields are skipped, as the
/// protocol demands.</summary>
internal sealed class ActionReader
{
    private readonly Utf8Pool _pool = new();
    private readonly bool _withProvenance;

    /// <param name="withProvenance">Whether commitInfo and cdc are read too; a snapshot needs neither.</param>
    public ActionReader(bool withProvenance) => _withProvenance = withProvenance;

    /// <param name="actions">Takes what is read.</param>
    /// <param name="content">The whole file; statistics keep a view of it.</param>
    /// <param name="fileName">Names the file in errors.</param>
    public void Read(CommitActions actions, ReadOnlyMemory<byte> content, string fileName)
    {
        int line = 0;
        int start = content.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (start < content.Length)
        {
            line++;
            int length = content.Span[start..].IndexOf((byte)'\n');
            ReadOnlyMemory<byte> text = length < 0 ? content[start..] : content.Slice(start, length);
            start += text.Length + 1;
            if (text.Span.IndexOfAnyExcept(" \t\r"u8) < 0)
            {
                continue;
            }

            try
            {
                RequireText(text.Span);
                ReadLine(actions, text);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException
                or FormatException or OverflowException or DeltaLogException)
            {
                throw new DeltaLogException(
                    $"Line {line} of {fileName} is not a valid action: {exception.Message.Split(" LineNumber:")[0]}", exception);
            }
        }
    }

    /// <summary>The JSON reader looks at the bytes of a text only when the text is asked for; bytes that are no text could
    /// hide where one action ends and the next begins.</summary>
    private static void RequireText(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
        {
            throw new FormatException("it holds bytes that are no UTF-8.");
        }
    }

    private void ReadLine(CommitActions actions, ReadOnlyMemory<byte> line)
    {
        Utf8JsonReader reader = new(line.Span);
        JsonFields.StartObject(ref reader);
        while (JsonFields.NextName(ref reader))
        {
            if (reader.ValueTextEquals("add"u8))
            {
                if (ReadFile(ref reader, line, out FileFields fields))
                {
                    actions.Adds.Add(fields.ToAdd());
                }
            }
            else if (reader.ValueTextEquals("remove"u8))
            {
                if (ReadFile(ref reader, line, out FileFields fields))
                {
                    actions.Removes.Add(fields.ToRemove());
                }
            }
            else
            {
                ReadRare(actions, ref reader, line);
            }
        }

        // Whatever follows on the line would be lost silently; the reader throws at it.
        _ = reader.Read();
    }

    private void ReadRare(CommitActions actions, ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        string name = reader.GetString()!;
        switch (name)
        {
            case "metaData":
                actions.Metadata = RareActions.ReadMetadata(ref reader) ?? actions.Metadata;
                break;
            case "protocol":
                actions.Protocol = RareActions.ReadProtocol(ref reader) ?? actions.Protocol;
                break;
            case "txn":
                AddIfAny(actions.Applications, RareActions.ReadApplication(ref reader));
                break;
            case "domainMetadata":
                AddIfAny(actions.Domains, RareActions.ReadDomain(ref reader));
                break;
            case "sidecar":
                AddIfAny(actions.Sidecars, RareActions.ReadSidecar(ref reader));
                break;
            case "commitInfo" when _withProvenance:
                actions.CommitInfo = RareActions.ReadCommitInfo(ref reader) ?? actions.CommitInfo;
                break;
            case "cdc" when _withProvenance:
                if (ReadFile(ref reader, line, out FileFields fields))
                {
                    actions.ChangeFiles.Add(fields.ToChangeFile());
                }

                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static void AddIfAny<T>(List<T> list, T? action)
        where T : class
    {
        if (action is not null)
        {
            list.Add(action);
        }
    }

    private bool ReadFile(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line, out FileFields fields)
    {
        fields = default;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        JsonFields.ExpectObject(ref reader);
        while (JsonFields.NextName(ref reader))
        {
            ReadFileField(ref reader, line, ref fields);
        }

        return true;
    }

    private void ReadFileField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line, ref FileFields fields)
    {
        if (reader.ValueTextEquals("path"u8))
        {
            fields.Path = JsonFields.ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("partitionValues"u8))
        {
            fields.PartitionValues = ReadMap(ref reader);
        }
        else if (reader.ValueTextEquals("size"u8))
        {
            fields.SizeBytes = JsonFields.ReadNumber(ref reader);
        }
        else if (reader.ValueTextEquals("modificationTime"u8))
        {
            fields.ModificationTime = JsonFields.ReadNumber(ref reader);
        }
        else if (reader.ValueTextEquals("dataChange"u8))
        {
            fields.DataChange = JsonFields.ReadFlag(ref reader);
        }
        else if (reader.ValueTextEquals("stats"u8))
        {
            fields.Statistics = ReadRaw(ref reader, line);
        }
        else
        {
            ReadRareFileField(ref reader, ref fields);
        }
    }

    private void ReadRareFileField(ref Utf8JsonReader reader, ref FileFields fields)
    {
        switch (reader.GetString())
        {
            case "tags":
                fields.Tags = ReadMap(ref reader);
                break;
            case "deletionVector":
                fields.DeletionVector = RareActions.ReadDeletionVector(ref reader);
                break;
            case "deletionTimestamp":
                fields.DeletionTimestamp = JsonFields.ReadNumber(ref reader);
                break;
            case "extendedFileMetadata":
                fields.ExtendedFileMetadata = JsonFields.ReadFlag(ref reader);
                break;
            case "baseRowId":
                fields.BaseRowId = JsonFields.ReadNumber(ref reader);
                break;
            case "defaultRowCommitVersion":
                fields.DefaultRowCommitVersion = JsonFields.ReadNumber(ref reader);
                break;
            case "clusteringProvider":
                fields.ClusteringProvider = JsonFields.ReadText(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static RawText ReadRaw(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String
            ? new RawText(
                line.Slice(checked((int)reader.TokenStartIndex) + 1, reader.ValueSpan.Length), reader.ValueIsEscaped)
            : default;
    }

    private Dictionary<string, string?>? ReadMap(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        JsonFields.ExpectObject(ref reader);
        Dictionary<string, string?>? map = null;
        while (JsonFields.NextName(ref reader))
        {
            string key = _pool.Get(ref reader)!;
            reader.Read();
            (map ??= new Dictionary<string, string?>(1, StringComparer.Ordinal))[key] =
                reader.TokenType is JsonTokenType.String or JsonTokenType.Null
                    ? _pool.Get(ref reader)
                    : JsonFields.ReadRawValue(ref reader);
        }

        return map;
    }
}
