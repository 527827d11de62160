using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Unicode;
using ParquetSharp;
using Wallstreet.Delta.Schema;
using Encoding = System.Text.Encoding;

namespace Wallstreet.Delta.Checkpoints.Parsed;

/// <summary>Writes the values of a column of parsed statistics as JSON has them; what cannot be written counts as not
/// there.</summary>
internal static class StatisticsText
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>The day of a Julian calendar on which 1970 begins.</summary>
    private const int EpochJulianDay = 2_440_588;

    public static string?[] Read(ColumnReader reader, int rows)
    {
        string?[] values = new string?[rows];
        LogicalType type = reader.ColumnDescriptor.LogicalType;
        switch (reader)
        {
            case ColumnReader<bool> flags:
                CheckpointColumns.ReadFlat(flags, rows, (row, value) => values[row] = value ? "true" : "false");
                break;
            case ColumnReader<int> numbers:
                CheckpointColumns.ReadFlat(numbers, rows, (row, value) => values[row] = Whole(value, type));
                break;
            case ColumnReader<long> numbers:
                CheckpointColumns.ReadFlat(numbers, rows, (row, value) => values[row] = Whole(value, type));
                break;
            case ColumnReader<float> numbers:
                CheckpointColumns.ReadFlat(numbers, rows, (row, value) => values[row] = Number(value, value.ToString("R", CultureInfo.InvariantCulture)));
                break;
            case ColumnReader<double> numbers:
                CheckpointColumns.ReadFlat(numbers, rows, (row, value) => values[row] = Number(value, value.ToString("R", CultureInfo.InvariantCulture)));
                break;
            case ColumnReader<Int96> times:
                CheckpointColumns.ReadFlat(times, rows, (row, value) => values[row] = Moment(ToMicroseconds(value), true));
                break;
            case ColumnReader<ByteArray> texts:
                CheckpointColumns.ReadFlat(texts, rows, (row, value) => values[row] = Bytes(Span(value.Pointer, value.Length), type));
                break;
            case ColumnReader<FixedLenByteArray> texts:
                int length = reader.ColumnDescriptor.TypeLength;
                CheckpointColumns.ReadFlat(texts, rows, (row, value) => values[row] = Bytes(Span(value.Pointer, length), type));
                break;
        }

        return values;
    }

    private static unsafe ReadOnlySpan<byte> Span(IntPtr pointer, int length) =>
        length == 0 ? [] : new ReadOnlySpan<byte>((void*)pointer, length);

    private static string? Whole(long value, LogicalType type) => type switch
    {
        DateLogicalType => LiteralOrder.ToObject(PrimitiveType.Date, value) is DateOnly ? Quoted(CalendarText.Date(value)) : null,
        TimestampLogicalType { TimeUnit: TimeUnit.Millis } time => Moment((Int128)value * 1000, time.IsAdjustedToUtc),
        TimestampLogicalType { TimeUnit: TimeUnit.Micros } time => Moment(value, time.IsAdjustedToUtc),
        TimestampLogicalType => null,
        DecimalLogicalType number => Scaled(value, number.Scale),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static string Number(double value, string text) => double.IsFinite(value) ? text : Quoted(text);

    private static string? Moment(Int128 microseconds, bool utc) =>
        microseconds >= long.MinValue && microseconds <= long.MaxValue
        && LiteralOrder.ToObject(PrimitiveType.TimestampNtz, (long)microseconds) is DateTime
            ? Quoted(CalendarText.Time((long)microseconds, 'T') + (utc ? "Z" : ""))
            : null;

    private static Int128 ToMicroseconds(Int96 value)
    {
        Int128 nanoseconds = ((Int128)value.B << 32) | (Int128)value.A;
        return (((Int128)value.C - EpochJulianDay) * MicrosecondsPerDay) + (nanoseconds / 1000);
    }

    private static string? Bytes(ReadOnlySpan<byte> bytes, LogicalType type) => type switch
    {
        DecimalLogicalType number => Scaled(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), number.Scale),
        StringLogicalType when Utf8.IsValid(bytes) => Quoted(Encoding.UTF8.GetString(bytes)),
        _ => null,
    };

    private static string Scaled(BigInteger unscaled, int scale)
    {
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return unscaled.Sign < 0 ? "-" + text : text;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
