using System.Text.Json;
using ParquetSharp;
using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>Statistics that a checkpoint holds as columns (<c>stats_parsed</c>) and not as JSON, written as JSON where
/// there is none, so that all readers of statistics find them. Protocol section "Checkpoint Schema".</summary>
internal sealed class ParsedStatistics
{
    private const string Prefix = "stats_parsed";
    private readonly List<(string[] Path, string?[] Values)> _columns = [];

    private ParsedStatistics(CheckpointColumns columns)
    {
        for (int column = 0; column < columns.Group.MetaData.NumColumns; column++)
        {
            using ColumnReader reader = columns.Group.Column(column);
            ColumnDescriptor descriptor = reader.ColumnDescriptor;
            string[] path = descriptor.Path.ToDotVector();
            if (path.Length > 2 && path[0] == "add" && path[1] == Prefix && descriptor.MaxRepetitionLevel == 0)
            {
                _columns.Add((path[2..], StatisticsText.Read(reader, columns.RowCount)));
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
        for (int row = 0; row < paths.Length; row++)
        {
            if (paths[row] is not null && statistics[row].IsEmpty)
            {
                statistics[row] = parsed.ToJson(row);
            }
        }

        return statistics;
    }

    private RawText ToJson(int row)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            Write(writer, [.. _columns.Where(column => column.Values[row] is not null)], 0, row);
            writer.WriteEndObject();
        }

        return new RawText(stream.ToArray(), false);
    }

    /// <summary>Writes the columns that share their outer names.</summary>
    private static void Write(Utf8JsonWriter writer, List<(string[] Path, string?[] Values)> columns, int depth, int row)
    {
        foreach (IGrouping<string, (string[] Path, string?[] Values)> group in columns.GroupBy(
            column => column.Path[depth], StringComparer.Ordinal))
        {
            writer.WritePropertyName(group.Key);
            if (group.First().Path.Length == depth + 1)
            {
                writer.WriteRawValue(group.First().Values[row]!);
            }
            else
            {
                writer.WriteStartObject();
                Write(writer, [.. group], depth + 1, row);
                writer.WriteEndObject();
            }
        }
    }
}
