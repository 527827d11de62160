using System.Buffers;
using System.Text.Json;
using ParquetSharp;
using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Checkpoints.Parsed;

/// <summary>Statistics that a checkpoint holds as columns (<c>stats_parsed</c>) and not as JSON, written as JSON where
/// there is none, so that all readers of statistics find them. Protocol section "Checkpoint Schema".</summary>
internal sealed class ParsedStatistics
{
    private const string Prefix = "stats_parsed";
    private readonly Group _root = new();

    private ParsedStatistics(CheckpointColumns columns)
    {
        for (int column = 0; column < columns.Group.MetaData.NumColumns; column++)
        {
            using ColumnReader reader = columns.Group.Column(column);
            ColumnDescriptor descriptor = reader.ColumnDescriptor;
            string[] path = descriptor.Path.ToDotVector();
            if (path.Length > 2 && path[0] == "add" && path[1] == Prefix && descriptor.MaxRepetitionLevel == 0)
            {
                _root.Add(path.AsSpan(2), StatisticsText.Read(reader, columns.RowCount));
            }
        }
    }

    /// <summary>Fills in what is missing.</summary>
    /// <param name="columns">The checkpoint's columns.</param>
    /// <param name="statistics">The statistics that are there as JSON.</param>
    /// <param name="paths">The files of the rows; null where the row holds another action.</param>
    public static RawText[] Fill(CheckpointColumns columns, RawText[] statistics, string?[] paths)
    {
        if (!columns.HasBelow("add." + Prefix)
            || !Enumerable.Range(0, paths.Length).Any(row => paths[row] is not null && statistics[row].IsEmpty))
        {
            return statistics;
        }

        ParsedStatistics parsed = new(columns);
        TextChunks chunks = new();
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        for (int row = 0; row < paths.Length; row++)
        {
            if (paths[row] is not null && statistics[row].IsEmpty && parsed._root.Has(row))
            {
                buffer.ResetWrittenCount();
                writer.Reset();
                parsed._root.Write(writer, row);
                writer.Flush();
                statistics[row] = new RawText(chunks.Keep(buffer.WrittenSpan), false);
            }
        }

        return statistics;
    }

    /// <summary>Columns that share their outer names.</summary>
    private sealed class Group
    {
        private readonly List<(string Key, JsonEncodedText Name, string?[]? Values, Group? Inner)> _members = [];

        public void Add(ReadOnlySpan<string> path, string?[] values)
        {
            string key = path[0];
            if (path.Length == 1)
            {
                _members.Add((key, JsonEncodedText.Encode(key), values, null));
                return;
            }

            Group? inner = _members.Find(member => member.Inner is not null && member.Key == key).Inner;
            if (inner is null)
            {
                inner = new Group();
                _members.Add((key, JsonEncodedText.Encode(key), null, inner));
            }

            inner.Add(path[1..], values);
        }

        /// <summary>Whether a row has any value.</summary>
        public bool Has(int row) => _members.Exists(member => member.Values is { } values ? values[row] is not null : member.Inner!.Has(row));

        public void Write(Utf8JsonWriter writer, int row)
        {
            writer.WriteStartObject();
            foreach ((_, JsonEncodedText name, string?[]? values, Group? inner) in _members)
            {
                if (values?[row] is { } value)
                {
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(value, skipInputValidation: true);
                }
                else if (inner is not null && inner.Has(row))
                {
                    writer.WritePropertyName(name);
                    inner.Write(writer, row);
                }
            }

            writer.WriteEndObject();
        }
    }
}
