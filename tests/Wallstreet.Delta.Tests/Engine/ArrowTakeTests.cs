using Apache.Arrow;
using CsCheck;
using Wallstreet.Delta.Engine.Arrays;

namespace Wallstreet.Delta.Tests.Engine;

public sealed class ArrowTakeTests
{
    /// <summary>Rows in ascending order, from nearly none to nearly all.</summary>
    private static readonly Gen<List<int>> _rows = Gen.Select(Gen.Int[0, 300], Gen.OneOf(Gen.Const(2), Gen.Const(50), Gen.Const(1000)), Gen.Int[0, int.MaxValue - 1])
        .Select((length, oneIn, seed) =>
        {
            Random random = new(seed);
            return Enumerable.Range(0, length).Where(_ => random.Next(oneIn) != 0).ToList();
        });

    [Fact]
    public void Rows_that_are_copied_in_runs_are_those_that_are_copied_one_by_one()
    {
        Gen.Select(_rows, Gen.Int[0, 9], Gen.Bool).Sample(
            (rows, offset, withNulls) =>
            {
                int length = rows.Count == 0 ? 1 : rows[^1] + 1;
                foreach (IArrowArray column in Columns(length + offset, withNulls))
                {
                    ArrayData source = column.Data.Slice(offset, length);
                    ArrayData expected = ArrowTake.Take(source, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
                    using RecordBatch batch = new(
                        new Apache.Arrow.Schema([new Field("c", source.DataType, true)], null), [ArrowArrayFactory.BuildArray(source)], length);
                    IArrowArray taken = ArrowTake.Take(batch, batch.Schema, rows).Column(0);
                    Assert.Equal(Texts(ArrowArrayFactory.BuildArray(expected)), Texts(taken));
                    Assert.Equal(expected.NullCount, taken.NullCount);
                    IArrowArray byRuns = ArrowTake.Take(batch, batch.Schema, new ArrowRuns([.. rows.Select(static row => (row, 1))])).Column(0);
                    Assert.Equal(Texts(taken), Texts(byRuns));
                }
            },
            iter: 2_000);
    }

    private static IArrowArray[] Columns(int length, bool withNulls)
    {
        Int64Array.Builder longs = new();
        StringArray.Builder texts = new();
        Int16Array.Builder shorts = new();
        BooleanArray.Builder flags = new();
        for (int row = 0; row < length; row++)
        {
            bool isNull = withNulls && row % 3 == 0;
            _ = isNull ? longs.AppendNull() : longs.Append(row * 7L);
            _ = isNull ? texts.AppendNull() : texts.Append(new string('x', row % 5) + row);
            _ = isNull ? shorts.AppendNull() : shorts.Append((short)row);
            _ = isNull ? flags.AppendNull() : flags.Append(row % 2 == 0);
        }

        return [longs.Build(), texts.Build(), shorts.Build(), flags.Build()];
    }

    private static string[] Texts(IArrowArray array) => [.. Enumerable.Range(0, array.Length).Select(row => array switch
    {
        Int64Array values => $"{values.GetValue(row)}",
        StringArray values => values.GetString(row) ?? "null",
        Int16Array values => $"{values.GetValue(row)}",
        BooleanArray values => $"{values.GetValue(row)}",
        _ => throw new InvalidOperationException(array.GetType().Name),
    })];
}
