using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;
using Wallstreet.Delta.Variants.Binary;

namespace Wallstreet.Delta.Variants;

/// <summary>Writes single values of the columns of shredded variants as the bytes of a variant of the same type.</summary>
internal static class ShreddedBytes
{
    private const int GuidSize = 16;

    public static void Append(VariantBuffer bytes, IArrowArray array, int row)
    {
        switch (array)
        {
            case StringArray texts:
                bytes.Text(texts.GetBytes(row));
                break;
            case BinaryArray blobs:
                bytes.Sized(15, blobs.GetBytes(row));
                break;
            case BooleanArray flags:
                bytes.Boolean(flags.GetValue(row)!.Value);
                break;
            case Int64Array numbers:
                BinaryPrimitives.WriteInt64LittleEndian(bytes.Primitive(6, 8), numbers.GetValue(row)!.Value);
                break;
            case Int32Array numbers:
                BinaryPrimitives.WriteInt32LittleEndian(bytes.Primitive(5, 4), numbers.GetValue(row)!.Value);
                break;
            case Int16Array numbers:
                BinaryPrimitives.WriteInt16LittleEndian(bytes.Primitive(4, 2), numbers.GetValue(row)!.Value);
                break;
            case Int8Array numbers:
                bytes.Primitive(3, 1)[0] = unchecked((byte)numbers.GetValue(row)!.Value);
                break;
            case DoubleArray numbers:
                bytes.Double(numbers.GetValue(row)!.Value);
                break;
            case FloatArray numbers:
                BinaryPrimitives.WriteSingleLittleEndian(bytes.Primitive(14, 4), numbers.GetValue(row)!.Value);
                break;
            default:
                AppendRare(bytes, array, row);
                break;
        }
    }

    private static void AppendRare(VariantBuffer bytes, IArrowArray array, int row)
    {
        switch (array)
        {
            case Date32Array days:
                BinaryPrimitives.WriteInt32LittleEndian(bytes.Primitive(11, 4), days.GetValue(row)!.Value);
                break;
            case TimestampArray times:
                BinaryPrimitives.WriteInt64LittleEndian(
                    bytes.Primitive(TypeOf((TimestampType)array.Data.DataType), 8), times.GetValue(row)!.Value);
                break;
            case Time64Array times:
                long perMicrosecond = ((Time64Type)array.Data.DataType).Unit == TimeUnit.Nanosecond ? 1000 : 1;
                BinaryPrimitives.WriteInt64LittleEndian(bytes.Primitive(17, 8), times.GetValue(row)!.Value / perMicrosecond);
                break;
            case Decimal128Array numbers:
                bytes.Decimal(At<Int128>(numbers, row), ((Decimal128Type)array.Data.DataType).Scale);
                break;
            case Decimal64Array numbers:
                bytes.Decimal(At<long>(numbers, row), ((Decimal64Type)array.Data.DataType).Scale);
                break;
            case Decimal32Array numbers:
                bytes.Decimal(At<int>(numbers, row), ((Decimal32Type)array.Data.DataType).Scale);
                break;
            case FixedSizeBinaryArray blobs when ((FixedSizeBinaryType)array.Data.DataType).ByteWidth == GuidSize:
                blobs.GetBytes(row).CopyTo(bytes.Primitive(20, GuidSize));
                break;
            default:
                throw new VariantFormatException($"its 'typed_value' is {array.Data.DataType.Name}, which no variant may be");
        }
    }

    private static int TypeOf(TimestampType type)
    {
        bool instant = !string.IsNullOrEmpty(type.Timezone);
        return type.Unit switch
        {
            TimeUnit.Microsecond => instant ? 12 : 13,
            TimeUnit.Nanosecond => instant ? 18 : 19,
            _ => throw new VariantFormatException($"its 'typed_value' has times in {type.Unit}s, which no variant may"),
        };
    }

    private static T At<T>(FixedSizeBinaryArray numbers, int row)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(numbers.ValueBuffer.Span)[numbers.Offset + row];
}
