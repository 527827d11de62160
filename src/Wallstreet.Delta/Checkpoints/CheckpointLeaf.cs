using System.Runtime.InteropServices;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>A column of a checkpoint that is written: where it is in the schema, and how a row fills it.</summary>
internal abstract class CheckpointLeaf
{
    /// <summary>Writes the rows as the next column of a row group.</summary>
    public abstract void Write(RowGroupWriter group, IReadOnlyList<CheckpointRow> rows);

    /// <summary>A value inside of optional structs.</summary>
    /// <param name="select">Gives how many of the structs around the value are there, and the value.</param>
    /// <param name="depth">How many structs there are around the value.</param>
    public static CheckpointLeaf Of<T>(Func<CheckpointRow, (short Depth, T? Value)> select, short depth)
        where T : unmanaged => new Flat<T>(select, depth);

    /// <summary>A text inside of optional structs.</summary>
    public static CheckpointLeaf OfText(
        Func<CheckpointRow, (short Depth, ReadOnlyMemory<byte>? Value)> select, short depth) => new Text(select, depth);

    /// <summary>Bytes of one length inside of optional structs.</summary>
    public static CheckpointLeaf OfBytes(Func<CheckpointRow, (short Depth, byte[]? Value)> select, short depth, int length) =>
        new Bytes(select, depth, length);

    /// <summary>The keys or the values of a map, or the items of a list, inside of optional structs.</summary>
    /// <param name="select">Gives how many of the structs around are there, and the items.</param>
    /// <param name="depth">How many structs there are around the list.</param>
    /// <param name="optional">Whether items may be null.</param>
    public static CheckpointLeaf OfMany(
        Func<CheckpointRow, (short Depth, IEnumerable<string?>? Items)> select, short depth, bool optional) =>
        new Many(select, depth, optional);

    public static ReadOnlyMemory<byte>? Utf8(string? text) =>
        text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);

    private static void WriteTexts(
        RowGroupWriter group, short[] definitions, short[]? repetitions, List<ReadOnlyMemory<byte>> values)
    {
        // The texts must not move while the native writer reads them.
        byte[] all = GC.AllocateUninitializedArray<byte>(values.Sum(static value => value.Length), pinned: true);
        ByteArray[] pointers = new ByteArray[values.Count];
        int offset = 0;
        for (int position = 0; position < pointers.Length; position++)
        {
            values[position].Span.CopyTo(all.AsSpan(offset));
            pointers[position] = new ByteArray(
                Marshal.UnsafeAddrOfPinnedArrayElement(all, offset), values[position].Length);
            offset += values[position].Length;
        }

        using ColumnWriter<ByteArray> writer = (ColumnWriter<ByteArray>)group.NextColumn();
        writer.WriteBatch(definitions.Length, definitions, repetitions ?? [], pointers);
        GC.KeepAlive(all);
    }

    private sealed class Flat<T>(Func<CheckpointRow, (short Depth, T? Value)> select, short depth) : CheckpointLeaf
        where T : unmanaged
    {
        public override void Write(RowGroupWriter group, IReadOnlyList<CheckpointRow> rows)
        {
            short[] definitions = new short[rows.Count];
            List<T> values = [];
            for (int row = 0; row < rows.Count; row++)
            {
                (short present, T? value) = select(rows[row]);
                definitions[row] = value is null ? present : (short)(depth + 1);
                if (value is { } some)
                {
                    values.Add(some);
                }
            }

            using ColumnWriter column = group.NextColumn();
            if (column is not ColumnWriter<T> writer)
            {
                throw new InvalidOperationException(
                    $"The column {column.ColumnDescriptor.Path.ToDotString()} does not hold {typeof(T).Name}.");
            }

            writer.WriteBatch(rows.Count, definitions, [], CollectionsMarshal.AsSpan(values));
        }
    }

    private sealed class Text(Func<CheckpointRow, (short Depth, ReadOnlyMemory<byte>? Value)> select, short depth)
        : CheckpointLeaf
    {
        public override void Write(RowGroupWriter group, IReadOnlyList<CheckpointRow> rows)
        {
            short[] definitions = new short[rows.Count];
            List<ReadOnlyMemory<byte>> values = [];
            for (int row = 0; row < rows.Count; row++)
            {
                (short present, ReadOnlyMemory<byte>? value) = select(rows[row]);
                definitions[row] = value is null ? present : (short)(depth + 1);
                if (value is { } some)
                {
                    values.Add(some);
                }
            }

            WriteTexts(group, definitions, null, values);
        }
    }

    private sealed class Bytes(Func<CheckpointRow, (short Depth, byte[]? Value)> select, short depth, int length) : CheckpointLeaf
    {
        public override void Write(RowGroupWriter group, IReadOnlyList<CheckpointRow> rows)
        {
            short[] definitions = new short[rows.Count];
            byte[] all = GC.AllocateUninitializedArray<byte>(rows.Count * length, pinned: true);
            List<FixedLenByteArray> values = [];
            for (int row = 0; row < rows.Count; row++)
            {
                (short present, byte[]? value) = select(rows[row]);
                definitions[row] = value is null ? present : (short)(depth + 1);
                if (value is not null)
                {
                    int offset = values.Count * length;
                    value.CopyTo(all, offset);
                    values.Add(new FixedLenByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(all, offset)));
                }
            }

            using ColumnWriter<FixedLenByteArray> writer = (ColumnWriter<FixedLenByteArray>)group.NextColumn();
            writer.WriteBatch(rows.Count, definitions, [], CollectionsMarshal.AsSpan(values));
            GC.KeepAlive(all);
        }
    }

    private sealed class Many(
        Func<CheckpointRow, (short Depth, IEnumerable<string?>? Items)> select, short depth, bool optional)
        : CheckpointLeaf
    {
        public override void Write(RowGroupWriter group, IReadOnlyList<CheckpointRow> rows)
        {
            List<short> definitions = [];
            List<short> repetitions = [];
            List<ReadOnlyMemory<byte>> values = [];
            foreach (CheckpointRow row in rows)
            {
                (short present, IEnumerable<string?>? items) = select(row);
                int before = definitions.Count;
                foreach (string? item in items ?? [])
                {
                    repetitions.Add((short)(definitions.Count == before ? 0 : 1));
                    definitions.Add((short)(depth + 2 + (optional && item is not null ? 1 : 0)));
                    if (item is not null)
                    {
                        values.Add(Encoding.UTF8.GetBytes(item));
                    }
                }

                if (definitions.Count == before)
                {
                    repetitions.Add(0);
                    definitions.Add(items is null ? present : (short)(depth + 1));
                }
            }

            WriteTexts(group, [.. definitions], [.. repetitions], values);
        }
    }
}
