using System.Runtime.InteropServices;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;
using Wallstreet.Delta.Variants.Binary;

namespace Wallstreet.Delta.Variants;

/// <summary>Writes single values of the columns of shredded variants as JSON.</summary>
internal static class ShreddedScalars
{
    private const int GuidSize = 16;

    public static void Write(Utf8JsonWriter json, IArrowArray array, int row)
    {
        switch (array)
        {
            case StringArray texts:
                VariantScalars.String(json, texts.GetBytes(row));
                break;
            case BinaryArray bytes:
                json.WriteBase64StringValue(bytes.GetBytes(row));
                break;
            case BooleanArray flags:
                json.WriteBooleanValue(flags.GetValue(row)!.Value);
                break;
            case Int64Array numbers:
                json.WriteNumberValue(numbers.GetValue(row)!.Value);
                break;
            case Int32Array numbers:
                json.WriteNumberValue(numbers.GetValue(row)!.Value);
                break;
            case Int16Array numbers:
                json.WriteNumberValue(numbers.GetValue(row)!.Value);
                break;
            case Int8Array numbers:
                json.WriteNumberValue(numbers.GetValue(row)!.Value);
                break;
            case DoubleArray numbers:
                VariantScalars.Number(json, numbers.GetValue(row)!.Value);
                break;
            case FloatArray numbers:
                VariantScalars.Number(json, numbers.GetValue(row)!.Value);
                break;
            default:
                WriteRare(json, array, row);
                break;
        }
    }

    private static void WriteRare(Utf8JsonWriter json, IArrowArray array, int row)
    {
        switch (array)
        {
            case Date32Array days:
                VariantScalars.Date(json, days.GetValue(row)!.Value);
                break;
            case TimestampArray times:
                WriteTime(json, times.GetValue(row)!.Value, (TimestampType)array.Data.DataType);
                break;
            case Time64Array times:
                long perMicrosecond = ((Time64Type)array.Data.DataType).Unit == TimeUnit.Nanosecond ? 1000 : 1;
                VariantScalars.ClockTime(json, times.GetValue(row)!.Value / perMicrosecond);
                break;
            case Decimal128Array numbers:
                VariantScalars.Decimal(json, At<Int128>(numbers, row), ((Decimal128Type)array.Data.DataType).Scale);
                break;
            case Decimal64Array numbers:
                VariantScalars.Decimal(json, At<long>(numbers, row), ((Decimal64Type)array.Data.DataType).Scale);
                break;
            case Decimal32Array numbers:
                VariantScalars.Decimal(json, At<int>(numbers, row), ((Decimal32Type)array.Data.DataType).Scale);
                break;
            case FixedSizeBinaryArray bytes when ((FixedSizeBinaryType)array.Data.DataType).ByteWidth == GuidSize:
                VariantScalars.Guid(json, bytes.GetBytes(row));
                break;
            default:
                throw new VariantFormatException(
                    $"its 'typed_value' is {array.Data.DataType.Name}, which no variant may be");
        }
    }

    private static void WriteTime(Utf8JsonWriter json, long value, TimestampType type)
    {
        bool instant = !string.IsNullOrEmpty(type.Timezone);
        switch (type.Unit)
        {
            case TimeUnit.Nanosecond:
                VariantScalars.NanoTime(json, value, instant);
                break;
            case TimeUnit.Microsecond:
                VariantScalars.Time(json, value, instant);
                break;
            default:
                throw new VariantFormatException($"its 'typed_value' has times in {type.Unit}s, which no variant may");
        }
    }

    private static T At<T>(FixedSizeBinaryArray numbers, int row)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(numbers.ValueBuffer.Span)[numbers.Offset + row];
}
