using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using ParquetSharp;
using ParquetSharp.Arrow;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Variants;
using Wallstreet.Delta.Variants.Binary;
using DeltaArrayType = Wallstreet.Delta.Schema.ArrayType;
using DeltaMapType = Wallstreet.Delta.Schema.MapType;
using DeltaStructType = Wallstreet.Delta.Schema.StructType;
using StructType = Apache.Arrow.Types.StructType;

namespace Wallstreet.Delta.Files;

/// <summary>Writes data files again with variants as tables hold them that are not shredded: groups of two columns of bytes,
/// neither of which may be null, and without a logical type. Rows stay in their order, and every value keeps its bytes.
/// Protocol section "Variant data in Parquet".</summary>
public static class VariantFiles
{
    private const int GroupRows = 122_880;

    /// <summary>Whether a file says that columns of it are variants, which may be in parts.</summary>
    /// <param name="columns">Its columns.</param>
    /// <returns>Whether any does.</returns>
    public static bool SayVariant(IReadOnlyList<FileColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns.Any(static column => FileColumns.IsVariant(column) || SayVariant(column.Children));
    }

    /// <summary>Writes a file again whose variants are where the file says so.</summary>
    /// <param name="source">The file.</param>
    /// <param name="target">The new file.</param>
    /// <exception cref="DataFileException">The file is damaged, or a variant in it is.</exception>
    public static void WritePlain(string source, string target) =>
        Write(source, target, [.. FileColumns.Read(source).Select(MarkOf)]);

    /// <summary>Writes a file again whose variants are where the table says so.</summary>
    /// <param name="source">The file, whose columns are the table's, in its order.</param>
    /// <param name="target">The new file.</param>
    /// <param name="columns">The table's columns.</param>
    /// <exception cref="DataFileException">The file is damaged, or a variant in it is.</exception>
    public static void WritePlain(string source, string target, IReadOnlyList<StructField> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Write(source, target, [.. columns.Select(static column => MarkOf(column.Type))]);
    }

    private static void Write(string source, string target, Mark?[] marks)
    {
        try
        {
            using ArrowReaderProperties reading = ArrowReaderProperties.GetDefault();
            reading.CoerceInt96TimestampUnit = Apache.Arrow.Types.TimeUnit.Microsecond;
            using FileReader reader = new(source, arrowProperties: reading);
            Field[] fields = [.. reader.Schema.FieldsList.Select((field, position) => FieldOf(field, marks[position]))];
            Apache.Arrow.Schema schema = new(fields, null);
            using WriterPropertiesBuilder builder = new();
            using WriterProperties properties = builder.Compression(Compression.Zstd).EnableDictionary()
                .MaxRowGroupLength(GroupRows).CreatedBy("Wallstreet").Build();
            using FileWriter writer = new(target, schema, properties);
            using IArrowArrayStream rows = reader.GetRecordBatchReader();
            while (Next(rows) is { } batch)
            {
                using (batch)
                {
                    IArrowArray[] arrays = [.. batch.Arrays.Select((array, position) => marks[position] is { } mark
                        ? ArrowArrayFactory.BuildArray(Convert(array.Data, fields[position].DataType, mark))
                        : array)];

                    // The arrays are the batch's own, or share its memory.
#pragma warning disable CA2000
                    writer.WriteBufferedRecordBatch(new RecordBatch(schema, arrays, batch.Length));
#pragma warning restore CA2000
                }
            }

            writer.Close();
        }
        catch (Exception exception) when (exception is ParquetException or VariantFormatException)
        {
            throw new DataFileException(
                $"The data file '{source}' cannot be read: {ParquetErrors.Reason(exception)}. It is truncated or damaged; "
                + "restore it, or restore the table to a version without it.",
                exception);
        }
    }

    private static RecordBatch? Next(IArrowArrayStream rows)
    {
        // The stream is synchronous beneath its task.
        ValueTask<RecordBatch?> next = rows.ReadNextRecordBatchAsync(CancellationToken.None)!;
        return next.IsCompleted ? next.GetAwaiter().GetResult() : next.AsTask().GetAwaiter().GetResult();
    }

    private static Field FieldOf(Field field, Mark? mark) => mark is null
        ? field
        : new Field(field.Name, TypeOf(field.DataType, mark), field.IsNullable, FactsOf(field));

    /// <summary>The ids of columns; not what Arrow says of its own type of variants.</summary>
    private static Dictionary<string, string>? FactsOf(Field field) => field.Metadata?
        .Where(static fact => !fact.Key.StartsWith("ARROW:", StringComparison.Ordinal))
        .ToDictionary(static fact => fact.Key, static fact => fact.Value);

    private static IArrowType TypeOf(IArrowType type, Mark mark) => (type, mark.Children) switch
    {
        (_, []) => VariantArrays.Type,
        (StructType structure, var children) => new StructType(
            [.. structure.Fields.Select((field, position) => FieldOf(field, children[position]))]),
        (ListType list, [var item]) => new ListType(FieldOf(list.ValueField, item)),
        (Apache.Arrow.Types.MapType map, [var key, var value]) => new Apache.Arrow.Types.MapType(
            FieldOf(map.KeyField, key), FieldOf(map.ValueField, value)),
        _ => throw new VariantFormatException($"a column with variants is {type.Name}"),
    };

    private static ArrayData Convert(ArrayData data, IArrowType type, Mark mark)
    {
        if (mark.Children.Count == 0)
        {
            return VariantArrays.Of((StructArray)ArrowArrayFactory.BuildArray(data));
        }

        IReadOnlyList<Mark?> marks = mark.Children;
        if (type is Apache.Arrow.Types.MapType map)
        {
            ArrayData entries = data.Children[0];
            ArrayData[] pair = [.. entries.Children.Select((child, position) => marks[position] is { } inner
                ? Convert(child, (position == 0 ? map.KeyField : map.ValueField).DataType, inner)
                : child)];
            return With(data, type, [With(entries, map.KeyValueType, pair)]);
        }

        return With(data, type, [.. data.Children.Select((child, position) => marks[position] is { } inner
            ? Convert(child, ((NestedType)type).Fields[position].DataType, inner)
            : child)]);
    }

    private static ArrayData With(ArrayData data, IArrowType type, ArrayData[] children) =>
        new(type, data.Length, data.NullCount, data.Offset, data.Buffers, children);

    private static Mark? MarkOf(FileColumn column) => FileColumns.IsVariant(column)
        ? new Mark([])
        : Mark.Of(column.Children.Select(MarkOf));

    private static Mark? MarkOf(DeltaType type) => type switch
    {
        PrimitiveType { Kind: PrimitiveKind.Variant } => new Mark([]),
        DeltaStructType structure => Mark.Of(structure.Fields.Select(static field => MarkOf(field.Type))),
        DeltaArrayType array => Mark.Of([MarkOf(array.ElementType)]),
        DeltaMapType map => Mark.Of([MarkOf(map.KeyType), MarkOf(map.ValueType)]),
        _ => null,
    };

    /// <summary>Where variants are: here, if it has no parts, else in some of its parts.</summary>
    private sealed record Mark(IReadOnlyList<Mark?> Children)
    {
        public static Mark? Of(IEnumerable<Mark?> children)
        {
            Mark?[] all = [.. children];
            return System.Array.Exists(all, static child => child is not null) ? new Mark(all) : null;
        }
    }
}
