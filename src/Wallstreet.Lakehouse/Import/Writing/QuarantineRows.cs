using Apache.Arrow;
using Wallstreet.Lakehouse.Import.Typing;

namespace Wallstreet.Lakehouse.Import.Writing;

/// <summary>The rows of a quarantine table.</summary>
internal static class QuarantineRows
{
    private const int BatchRows = 4096;

    private static readonly (string Name, ColumnType Type)[] _columns =
    [
        ("import_id", ColumnType.Text),
        ("imported_at", new ColumnType(ColumnKind.Timestamp)),
        ("source_file", ColumnType.Text),
        ("line", new ColumnType(ColumnKind.BigInt)),
        ("column_name", ColumnType.Text),
        ("reason", ColumnType.Text),
        ("raw", ColumnType.Text),
    ];

    public static Delta.Schema.StructType DeltaSchema { get; } =
        new([.. _columns.Select(static c => new Delta.Schema.StructField(c.Name, c.Type.ToDelta()))]);

    public static Schema Schema { get; } =
        new([.. _columns.Select(static c => new Field(c.Name, c.Type.ToArrow(), nullable: true))], null);

    public static void Write(StagedTable stage, QuarantineFile quarantine, string importId, DateTimeOffset importedAt)
    {
        ColumnBuffer[] buffers = [.. _columns.Select(static c => new ColumnBuffer(c.Type))];
        CellValue time = new() { Exact = (importedAt.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond };
        int rows = 0;
        foreach (QuarantinedRecord record in quarantine.Read())
        {
            buffers[0].AppendText(importId);
            buffers[1].Append(time);
            buffers[2].AppendText(record.File);
            buffers[3].Append(new CellValue { Exact = record.Line });
            AppendOrNull(buffers[4], record.Column);
            buffers[5].AppendText(record.Reason);
            buffers[6].AppendText(record.Raw);
            if (++rows == BatchRows)
            {
                stage.Add(new RecordBatch(Schema, buffers.Select(static b => b.Build()), rows));
                rows = 0;
            }
        }

        if (rows > 0)
        {
            stage.Add(new RecordBatch(Schema, buffers.Select(static b => b.Build()), rows));
        }
    }

    private static void AppendOrNull(ColumnBuffer buffer, string? text)
    {
        if (text is null)
        {
            buffer.AppendNull();
        }
        else
        {
            buffer.AppendText(text);
        }
    }
}
