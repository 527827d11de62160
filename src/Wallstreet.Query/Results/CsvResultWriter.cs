using System.Buffers;
using System.Text;
using Apache.Arrow;

namespace Wallstreet.Query.Results;

internal static class CsvResultWriter
{
    private const int FlushAtChars = 1 << 16;

    private static readonly SearchValues<char> _quoted = SearchValues.Create(",\"\r\n");

    public static async Task WriteAsync(QueryResult result, Stream stream, CancellationToken cancellationToken)
    {
        var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            var buffer = new StringBuilder();
            buffer.AppendJoin(',', result.Columns.Select(column => Quote(column.Name))).Append("\r\n");
            await foreach (RecordBatch batch in result.ReadArrowAsync(cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                {
                    AppendRows(buffer, batch);
                }

                if (buffer.Length > FlushAtChars)
                {
                    await writer.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
                    buffer.Clear();
                }
            }

            await writer.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void AppendRows(StringBuilder buffer, RecordBatch batch)
    {
        for (int row = 0; row < batch.Length; row++)
        {
            for (int column = 0; column < batch.ColumnCount; column++)
            {
                buffer.Append(column == 0 ? "" : ",").Append(Cell(ArrowCells.Read(batch.Column(column), row)));
            }

            buffer.Append("\r\n");
        }
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        "" => "\"\"",
        object?[] or Dictionary<string, object?> => Quote(JsonResultWriter.ToText(value)),
        _ => Quote(CellText.Write(value)),
    };

    private static string Quote(string text) => text.AsSpan().ContainsAny(_quoted)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
