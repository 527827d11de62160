using System.Globalization;
using System.Numerics;
using Apache.Arrow;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Delta.Tests.Corpus;

/// <summary>Writes rows as text, so that tables can be compared whatever the order of their rows.</summary>
internal static class RowText
{
    /// <summary>The rows of a table's newest version, ordered.</summary>
    public static async Task<List<string>> ReadTextAsync(this DeltaTable table, Predicate? filter = null)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Snapshot snapshot = await table.GetSnapshotAsync(cancellation);
        List<string> rows = [];
        await foreach (RecordBatch batch in new ArrowDataEngine().ReadAsync(table, snapshot.PlanScan(filter), null, cancellation))
        {
            using (batch)
            {
                rows.AddRange(Of(batch));
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    public static IEnumerable<string> Of(RecordBatch batch)
    {
        for (int row = 0; row < batch.Length; row++)
        {
            int at = row;
            yield return string.Join(" | ", batch.Arrays.Select(array => Of(array, at)));
        }
    }

    private static string Of(IArrowArray array, int row)
    {
        if (array is NullArray || array.IsNull(row))
        {
            return "∅";
        }

        return array switch
        {
            StringViewArray texts => "'" + texts.GetString(row) + "'",
            StringArray texts => "'" + texts.GetString(row) + "'",
            BinaryArray bytes => Convert.ToHexString(bytes.GetBytes(row)),
            BooleanArray flags => flags.GetValue(row)!.Value ? "true" : "false",
            Int64Array numbers => Text(numbers.GetValue(row)),
            Int32Array numbers => Text(numbers.GetValue(row)),
            Int16Array numbers => Text(numbers.GetValue(row)),
            Int8Array numbers => Text(numbers.GetValue(row)),
            Date32Array days => "d" + Text(days.GetValue(row)),
            TimestampArray times => "t" + Text(times.GetValue(row)),
            DoubleArray numbers => numbers.GetValue(row)!.Value.ToString("R", CultureInfo.InvariantCulture),
            FloatArray numbers => numbers.GetValue(row)!.Value.ToString("R", CultureInfo.InvariantCulture),
            Decimal128Array numbers => Decimal(numbers, row),
            StructArray structure => "{" + string.Join(", ", structure.Fields.Select(child => Of(child, row))) + "}",
            MapArray map => "<" + string.Join(", ", Items(map, row)) + ">",
            ListArray list => "[" + string.Join(", ", Items(list.GetSlicedValues(row))) + "]",
            _ => throw new NotSupportedException(array.GetType().Name),
        };
    }

    /// <summary>With more digits than its type has too, as damaged files may.</summary>
    private static string Decimal(Decimal128Array numbers, int row)
    {
        BigInteger unscaled = new(numbers.ValueBuffer.Span.Slice((numbers.Offset + row) * 16, 16));
        return $"{unscaled.ToString(CultureInfo.InvariantCulture)}e-{numbers.Scale.ToString(CultureInfo.InvariantCulture)}";
    }

    private static IEnumerable<string> Items(IArrowArray values) =>
        Enumerable.Range(0, values.Length).Select(item => Of(values, item));

    private static IEnumerable<string> Items(MapArray map, int row)
    {
        StructArray entries = (StructArray)map.KeyValues;
        return Enumerable.Range(map.ValueOffsets[row], map.ValueOffsets[row + 1] - map.ValueOffsets[row])
            .Select(item => Of(entries.Fields[0], item) + "→" + Of(entries.Fields[1], item))
            .Order(StringComparer.Ordinal);
    }

    private static string Text<T>(T? value)
        where T : struct, IFormattable => value!.Value.ToString(null, CultureInfo.InvariantCulture);
}
