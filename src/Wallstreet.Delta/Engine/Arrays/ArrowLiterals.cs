using Apache.Arrow;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Engine.Arrays;

/// <summary>Reads single values of Arrow arrays.</summary>
internal static class ArrowLiterals
{
    public static Literal? Get(IArrowArray array, DeltaType type, int row)
    {
        if (array.IsNull(row))
        {
            return null;
        }

        object? value = array switch
        {
            StringArray texts => texts.GetString(row),
            BinaryArray bytes => bytes.GetBytes(row).ToArray(),
            BooleanArray flags => flags.GetValue(row),
            Int64Array numbers => numbers.GetValue(row),
            Int32Array numbers => (long?)numbers.GetValue(row),
            Int16Array numbers => (long?)numbers.GetValue(row),
            Int8Array numbers => (long?)numbers.GetValue(row),
            Date32Array days => (long?)days.GetValue(row),
            TimestampArray times => times.GetValue(row),
            DoubleArray numbers => numbers.GetValue(row),
            FloatArray numbers => (double?)numbers.GetValue(row),
            Decimal128Array numbers => GetDecimal(numbers, ((DecimalType)type).Scale, row),
            _ => null,
        };
        return value is null
            ? throw new SchemaMismatchException($"A value of type {type} cannot be compared.")
            : new Literal(type, value);
    }

    private static object GetDecimal(Decimal128Array numbers, int scale, int row) => new DeltaDecimal(
        System.Runtime.InteropServices.MemoryMarshal.Read<Int128>(
            numbers.ValueBuffer.Span.Slice((numbers.Offset + row) * 16, 16)),
        scale);
}
