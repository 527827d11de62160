using System.Runtime.InteropServices;
using Apache.Arrow;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Bench;

/// <summary>Ten million daily bars of nine columns as Arrow batches. A few batches are made once and given over and
/// over, so that neither making them nor holding them counts.</summary>
internal sealed class BarBatches
{
    public const int BatchRows = 125_000;
    public const int Batches = 80;
    private const int Distinct = 4;

    private readonly ArrowBuffer[][] _distinct;

    public BarBatches() => _distinct = [.. Enumerable.Range(0, Distinct).Select(Make)];

    public static Wallstreet.Delta.Schema.StructType TableSchema { get; } = new(
        new StructField("symbol", PrimitiveType.String),
        new StructField("session", PrimitiveType.Date),
        new StructField("closed_at", PrimitiveType.Timestamp),
        new StructField("open", new DecimalType(18, 4)),
        new StructField("high", new DecimalType(18, 4)),
        new StructField("low", new DecimalType(18, 4)),
        new StructField("close", new DecimalType(18, 4)),
        new StructField("volume", PrimitiveType.Long),
        new StructField("vwap", PrimitiveType.Double));

    public static Apache.Arrow.Schema Schema { get; } = ArrowSchemas.ToArrow(TableSchema);

    /// <summary>All rows.</summary>
    public IEnumerable<RecordBatch> Read()
    {
        for (int batch = 0; batch < Batches; batch++)
        {
            yield return Build(_distinct[batch % Distinct]);
        }
    }

    /// <summary>All rows, as an engine takes them.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync()
    {
        await Task.CompletedTask;
        foreach (RecordBatch batch in Read())
        {
            yield return batch;
        }
    }

    private static RecordBatch Build(ArrowBuffer[] buffers)
    {
        List<IArrowArray> arrays = [];
        for (int column = 0; column < Schema.FieldsList.Count; column++)
        {
            ArrowBuffer[] own = column == 0
                ? [ArrowBuffer.Empty, buffers[0], buffers[^1]]
                : [ArrowBuffer.Empty, buffers[column]];
            arrays.Add(ArrowArrayFactory.BuildArray(
                new ArrayData(Schema.FieldsList[column].DataType, BatchRows, 0, 0, own, null)));
        }

        return new RecordBatch(Schema, arrays, BatchRows);
    }

    private static ArrowBuffer[] Make(int batch)
    {
        Random random = new(batch);
        int[] offsets = new int[BatchRows + 1];
        List<byte> texts = [];
        int[] days = new int[BatchRows];
        long[] times = new long[BatchRows];
        Int128[][] prices = [.. Enumerable.Range(0, 4).Select(_ => new Int128[BatchRows])];
        long[] volumes = new long[BatchRows];
        double[] averages = new double[BatchRows];
        for (int row = 0; row < BatchRows; row++)
        {
            long number = (batch * (long)BatchRows) + row;
            texts.AddRange(System.Text.Encoding.ASCII.GetBytes($"SYM{number / 2000:D5}"));
            offsets[row + 1] = texts.Count;
            days[row] = 16_436 + (int)(number % 2000);
            times[row] = ((days[row] * 24L) + 21) * 3_600_000_000;
            for (int price = 0; price < 4; price++)
            {
                prices[price][row] = 490_000 + random.Next(1_000_000);
            }

            volumes[row] = random.Next(10_000_000);
            averages[row] = random.Next(1_000_000) / 1000.0;
        }

        return
        [
            Pack(offsets), Pack(days), Pack(times), Pack(prices[0]), Pack(prices[1]), Pack(prices[2]), Pack(prices[3]),
            Pack(volumes), Pack(averages), new ArrowBuffer(texts.ToArray()),
        ];
    }

    private static ArrowBuffer Pack<T>(T[] values)
        where T : unmanaged => new(MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
