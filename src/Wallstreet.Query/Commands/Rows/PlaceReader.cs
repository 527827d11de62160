using Apache.Arrow;
using Apache.Arrow.Ipc;
using DuckDB.NET.Data;
using Wallstreet.Delta.DeletionVectors;

namespace Wallstreet.Query.Commands.Rows;

/// <summary>Reads where rows lie, file by file; what it holds are bitmaps and a bounded number of places.</summary>
internal static class PlaceReader
{
    private const int PlacesMax = 1 << 18;

    /// <summary>Reads a query that gives files' numbers and places in them.</summary>
    public static IReadOnlyDictionary<int, DeletionVector> Read(DuckDBCommand command)
    {
        Dictionary<int, List<long>> places = [];
        Dictionary<int, DeletionVector> vectors = [];
        int held = 0;
        using IArrowArrayStream stream = command.ExecuteArrowStream();
        while (Next(stream) is { } batch)
        {
            using (batch)
            {
                ReadOnlySpan<ulong> files = ((UInt64Array)batch.Column(0)).Values;
                ReadOnlySpan<long> rows = ((Int64Array)batch.Column(1)).Values;
                for (int item = 0; item < rows.Length; item++)
                {
                    int file = checked((int)files[item]);
                    if (!places.TryGetValue(file, out List<long>? list))
                    {
                        places.Add(file, list = []);
                    }

                    list.Add(rows[item]);
                }

                held += rows.Length;
            }

            if (held > PlacesMax)
            {
                Settle(places, vectors);
                held = 0;
            }
        }

        Settle(places, vectors);
        return vectors;
    }

    private static void Settle(Dictionary<int, List<long>> places, Dictionary<int, DeletionVector> vectors)
    {
        foreach ((int file, List<long> list) in places)
        {
            DeletionVector vector = DeletionVector.Of(list);
            vectors[file] = vectors.TryGetValue(file, out DeletionVector? known) ? known.Union(vector) : vector;
        }

        places.Clear();
    }

    private static RecordBatch? Next(IArrowArrayStream stream)
    {
        // DuckDB's stream is synchronous beneath its task.
        ValueTask<RecordBatch?> next = stream.ReadNextRecordBatchAsync(CancellationToken.None)!;
        return next.IsCompleted ? next.GetAwaiter().GetResult() : next.AsTask().GetAwaiter().GetResult();
    }
}
