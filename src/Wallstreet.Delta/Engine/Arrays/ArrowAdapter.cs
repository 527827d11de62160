using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Variants;
using Wallstreet.Delta.Variants.Binary;
using MapType = Wallstreet.Delta.Schema.MapType;
using StructType = Wallstreet.Delta.Schema.StructType;

namespace Wallstreet.Delta.Engine.Arrays;

/// <summary>Gives an Arrow array the type that a table's schema asks for: files and callers may be narrower, finer, in
/// another order, or lack nested columns. Nothing is converted with loss, except times finer than microseconds.</summary>
internal sealed class ArrowAdapter(ColumnMappingMode mode, string where, bool storesVariants = false)
{
    private readonly IArrowType _variants = storesVariants ? VariantArrays.Type : StringType.Default;

    /// <summary>Converts an array.</summary>
    public ArrayData Adapt(ArrayData source, DeltaType type, string column)
    {
        if (source.DataType is DictionaryType)
        {
            source = Decode(source);
        }

        return type switch
        {
            StructType structure when source.DataType is Apache.Arrow.Types.StructType =>
                AdaptStruct(source, structure, column),
            ArrayType array when source.DataType is ListType => AdaptList(source, array, column),
            MapType map when source.DataType is Apache.Arrow.Types.MapType => AdaptMap(source, map, column),
            PrimitiveType { Kind: PrimitiveKind.Variant } when source.DataType is Apache.Arrow.Types.StructType || storesVariants =>
                AdaptVariant(source, column),
            _ => AdaptLeaf(source, type, column),
        };
    }

    private ArrayData AdaptStruct(ArrayData source, StructType type, string column)
    {
        IReadOnlyList<Field> fields = ((Apache.Arrow.Types.StructType)source.DataType).Fields;
        ArrayData[] children = new ArrayData[type.Fields.Count];
        for (int position = 0; position < children.Length; position++)
        {
            StructField wanted = type.Fields[position];
            int found = FindField(fields, wanted, mode);
            children[position] = found < 0
                ? ArrowBuffers.Nulls(ToArrow(wanted.Type), source.Offset + source.Length)
                : Adapt(source.Children[found], wanted.Type, $"{column}.{wanted.Name}");
        }

        return new ArrayData(
            ToArrow(type), source.Length, source.NullCount, source.Offset, source.Buffers, children);
    }

    private ArrayData AdaptList(ArrayData source, ArrayType type, string column) => new(
        ToArrow(type),
        source.Length,
        source.NullCount,
        source.Offset,
        source.Buffers,
        new[] { Adapt(source.Children[0], type.ElementType, $"{column}.element") });

    private ArrayData AdaptMap(ArrayData source, MapType type, string column)
    {
        ArrayData entries = source.Children[0];
        Apache.Arrow.Types.MapType arrow = (Apache.Arrow.Types.MapType)ToArrow(type);
        ArrayData adapted = new(
            arrow.KeyValueType,
            entries.Length,
            entries.NullCount,
            entries.Offset,
            entries.Buffers,
            new[]
            {
                Adapt(entries.Children[0], type.KeyType, $"{column}.key"),
                Adapt(entries.Children[1], type.ValueType, $"{column}.value"),
            });
        return new ArrayData(
            arrow, source.Length, source.NullCount, source.Offset, source.Buffers, new[] { adapted });
    }

    private ArrayData AdaptVariant(ArrayData source, string column)
    {
        if (storesVariants && source.DataType is not Apache.Arrow.Types.StructType)
        {
            return VariantArrays.OfTexts(AdaptLeaf(source, PrimitiveType.String, column), column, where);
        }

        try
        {
            StructArray variants = (StructArray)ArrowArrayFactory.BuildArray(source);
            return storesVariants ? VariantArrays.Of(variants) : VariantTexts.Of(variants);
        }
        catch (VariantFormatException exception)
        {
            throw new DataFileException(
                $"Column '{column}' of {where} holds a variant that cannot be read: {exception.Message}. Its writer broke "
                + "the format, or the file is damaged.",
                exception);
        }
    }

    private IArrowType ToArrow(DeltaType type) => ArrowSchemas.ToArrowType(type, _variants);

    private ArrayData AdaptLeaf(ArrayData source, DeltaType type, string column)
    {
        IArrowType wanted = ToArrow(type);
        if (source.DataType is NullType)
        {
            return ArrowBuffers.Nulls(wanted, source.Length);
        }

        return (source.DataType, wanted) switch
        {
            (TimestampType from, TimestampType to) => AdaptTime(source, from, to),
            (Decimal128Type from, Decimal128Type to) when from.Scale == to.Scale && from.Precision <= to.Precision =>
                Relabel(source, to),
            (Decimal128Type or Decimal32Type or Decimal64Type, Decimal128Type to) =>
                Rescale(source, to) ?? throw Mismatch(source.DataType, type, column),
            (LargeStringType or LargeBinaryType, StringType or BinaryType) => Narrow(source, wanted),
            (StringViewType or BinaryViewType, StringType or BinaryType) => ArrowViews.Flatten(source, wanted),
            (BinaryType, StringType) or (StringType, BinaryType) => Relabel(source, wanted),
            _ when source.DataType.TypeId == wanted.TypeId => Relabel(source, wanted),
            _ => ArrowWidening.TryWiden(source, wanted) ?? throw Mismatch(source.DataType, type, column),
        };
    }

    /// <summary>Finds a column of the schema among those of a file or batch: by id alone where the table finds columns so, else
    /// by exact name, then by any case. Protocol section "Reader Requirements for Column Mapping".</summary>
    public static int FindField(IReadOnlyList<Field> fields, StructField wanted, ColumnMappingMode mode)
    {
        if (mode == ColumnMappingMode.Id && wanted.MappedId is { } id)
        {
            string text = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            for (int position = 0; position < fields.Count; position++)
            {
                if (fields[position].Metadata is { } facts && facts.TryGetValue("PARQUET:field_id", out string? own)
                    && own == text)
                {
                    return position;
                }
            }

            return -1;
        }

        string name = wanted.GetPhysicalName(mode);
        int folded = -1;
        for (int position = 0; position < fields.Count; position++)
        {
            if (string.Equals(fields[position].Name, name, StringComparison.Ordinal))
            {
                return position;
            }

            if (string.Equals(fields[position].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                folded = position;
            }
        }

        return folded;
    }

    private static ArrayData Relabel(ArrayData source, IArrowType type) => new(
        type, source.Length, source.NullCount, source.Offset, source.Buffers, source.Children);

    private static ArrayData AdaptTime(ArrayData source, TimestampType from, TimestampType to)
    {
        if (from.Unit == TimeUnit.Microsecond)
        {
            return Relabel(source, to);
        }

        long factor = from.Unit == TimeUnit.Second ? 1_000_000 : 1_000;
        bool finer = from.Unit == TimeUnit.Nanosecond;
        return ArrowWidening.Map<long, long>(source, to, value => finer
            ? Math.DivRem(value, 1_000) is var (quotient, rest) && rest < 0 ? quotient - 1 : quotient
            : value * factor);
    }

    private static ArrayData? Rescale(ArrayData source, Decimal128Type to)
    {
        int scale = ((FixedWidthType)source.DataType) switch
        {
            Decimal128Type type => type.Scale,
            Decimal64Type type => type.Scale,
            Decimal32Type type => type.Scale,
            _ => int.MaxValue,
        };
        if (scale > to.Scale)
        {
            return null;
        }

        Int128 factor = 1;
        for (; scale < to.Scale; scale++)
        {
            factor *= 10;
        }

        return source.DataType switch
        {
            Decimal128Type => ArrowWidening.Map<Int128, Int128>(source, to, value => value * factor),
            Decimal64Type => ArrowWidening.Map<long, Int128>(source, to, value => value * factor),
            _ => ArrowWidening.Map<int, Int128>(source, to, value => value * factor),
        };
    }

    private static ArrayData Narrow(ArrayData source, IArrowType type)
    {
        ReadOnlySpan<long> offsets = MemoryMarshal.Cast<byte, long>(source.Buffers[1].Span)
            .Slice(source.Offset, source.Length + 1);
        int[] narrow = new int[offsets.Length];
        for (int position = 0; position < narrow.Length; position++)
        {
            narrow[position] = checked((int)(offsets[position] - offsets[0]));
        }

        int[] rows = [.. Enumerable.Range(0, source.Length)];
        byte[] values = source.Buffers[2].Span[(int)offsets[0]..(int)offsets[^1]].ToArray();
        ArrowBuffer packed = new(MemoryMarshal.AsBytes(narrow.AsSpan()).ToArray());
        (ArrowBuffer valid, int nulls) = ArrowWidening.CopyValidity(source);
        return ArrowTake.Take(
            new ArrayData(type, source.Length, nulls, 0, new[] { valid, packed, new ArrowBuffer(values) }, null), rows);
    }

    private static ArrayData Decode(ArrayData source)
    {
        DictionaryArray array = (DictionaryArray)ArrowArrayFactory.BuildArray(source);
        int[] rows = new int[source.Length];
        bool anyNull = false;
        for (int row = 0; row < rows.Length; row++)
        {
            bool valid = array.Indices.IsValid(row);
            anyNull |= !valid;
            rows[row] = valid ? Index(array.Indices, row) : 0;
        }

        if (array.Dictionary.Length == 0)
        {
            return ArrowBuffers.Nulls(array.Dictionary.Data.DataType, rows.Length);
        }

        ArrayData taken = ArrowTake.Take(array.Dictionary.Data, rows);
        if (!anyNull)
        {
            return taken;
        }

        byte[] validity = new byte[(rows.Length + 7) / 8];
        int nulls = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            bool valid = array.Indices.IsValid(row) && array.Dictionary.IsValid(rows[row]);
            BitUtility.SetBit(validity, row, valid);
            nulls += valid ? 0 : 1;
        }

        ArrowBuffer[] buffers = [.. taken.Buffers];
        buffers[0] = new ArrowBuffer(validity);
        return new ArrayData(taken.DataType, rows.Length, nulls, 0, buffers, taken.Children);
    }

    private static int Index(IArrowArray indices, int row) => indices switch
    {
        Int32Array array => array.GetValue(row)!.Value,
        Int8Array array => array.GetValue(row)!.Value,
        Int16Array array => array.GetValue(row)!.Value,
        UInt8Array array => array.GetValue(row)!.Value,
        UInt16Array array => array.GetValue(row)!.Value,
        UInt32Array array => checked((int)array.GetValue(row)!.Value),
        Int64Array array => checked((int)array.GetValue(row)!.Value),
        _ => throw new SchemaMismatchException($"A dictionary has indices of type {indices.Data.DataType.Name}."),
    };

    private SchemaMismatchException Mismatch(IArrowType source, DeltaType type, string column) => new(
        $"Column '{column}' of {where} has the Arrow type {source.Name}, and the table's column is {type}: it cannot be "
        + "converted without loss. Convert it first, or change the table's schema.");
}
