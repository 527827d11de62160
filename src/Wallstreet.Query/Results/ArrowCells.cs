using System.Data.SqlTypes;
using System.Globalization;
using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Query.Results;

/// <summary>Reads single values out of Arrow arrays.</summary>
internal static class ArrowCells
{
    public static object?[] ReadRow(RecordBatch batch, int row)
    {
        object?[] values = new object?[batch.ColumnCount];
        for (int column = 0; column < values.Length; column++)
        {
            values[column] = Read(batch.Column(column), row);
        }

        return values;
    }

    public static object? Read(IArrowArray array, int index)
    {
        if (array.IsNull(index))
        {
            return null;
        }

        return array switch
        {
            Int32Array values => values.GetValue(index),
            Int64Array values => values.GetValue(index),
            DoubleArray values => values.GetValue(index),
            StringArray values => values.GetString(index),
            Decimal128Array values => ReadDecimal(values, index),
            Date32Array values => CalendarCells.Day(values.Values[index]),
            TimestampArray values => ReadTimestamp(values, index),
            BooleanArray values => values.GetValue(index),
            _ => ReadRare(array, index),
        };
    }

    private static object? ReadRare(IArrowArray array, int index) => array switch
    {
        Int8Array values => values.GetValue(index),
        Int16Array values => values.GetValue(index),
        UInt8Array values => values.GetValue(index),
        UInt16Array values => values.GetValue(index),
        UInt32Array values => values.GetValue(index),
        UInt64Array values => values.GetValue(index),
        FloatArray values => values.GetValue(index),
        StringViewArray values => values.GetString(index),
        LargeStringArray values => values.GetString(index),
        _ => ReadComposite(array, index),
    };

    private static object? ReadComposite(IArrowArray array, int index) => array switch
    {
        BinaryArray values => values.GetBytes(index).ToArray(),
        Time64Array values => new TimeOnly(values.GetValue(index)!.Value * TimeSpan.TicksPerMicrosecond),
        MonthDayNanosecondIntervalArray values => ReadInterval(values, index),
        DictionaryArray values => Read(values.Dictionary, (int)Convert.ToInt64(
            Read(values.Indices, index), CultureInfo.InvariantCulture)),
        MapArray values => ReadMap(values, index),
        ListArray values => ReadList(values.GetSlicedValues(index)),
        FixedSizeListArray values => ReadList(values.GetSlicedValues(index)),
        StructArray values => ReadStruct(values, index),
        _ => throw new QueryFailedException(
            $"Values of type {array.Data.DataType.Name} cannot be read. Cast the column to VARCHAR."),
    };

    private static object ReadDecimal(Decimal128Array array, int index)
    {
        var type = (Decimal128Type)array.Data.DataType;
        if (IsWholeNumber(type))
        {
            var whole = new BigInteger(array.ValueBuffer.Span.Slice((array.Offset + index) * 16, 16));
            return whole >= long.MinValue && whole <= long.MaxValue ? (object)(long)whole : whole;
        }

        SqlDecimal value = array.GetSqlDecimal(index)!.Value;
        return type.Precision <= 28 ? (object)value.Value : value;
    }

    /// <summary>DuckDB's HUGEINT (the sum of whole numbers) comes as a decimal of 38 digits.</summary>
    internal static bool IsWholeNumber(Decimal128Type type) => type is { Precision: 38, Scale: 0 };

    private static object ReadTimestamp(TimestampArray array, int index)
    {
        var type = (TimestampType)array.Data.DataType;
        long raw = array.Values[index];
        bool zoned = !string.IsNullOrEmpty(type.Timezone);
        return type.Unit switch
        {
            _ when raw is long.MaxValue or -long.MaxValue => CalendarCells.Infinite(raw > 0),
            TimeUnit.Second => CalendarCells.Moment((Int128)raw * TimeSpan.TicksPerSecond, zoned),
            TimeUnit.Millisecond => CalendarCells.Moment((Int128)raw * TimeSpan.TicksPerMillisecond, zoned),
            TimeUnit.Microsecond => CalendarCells.Moment((Int128)raw * TimeSpan.TicksPerMicrosecond, zoned),
            _ => CalendarCells.Moment((Int128)raw / TimeSpan.NanosecondsPerTick, zoned),
        };
    }

    private static string ReadInterval(MonthDayNanosecondIntervalArray array, int index)
    {
        var value = array.GetValue(index)!.Value;
        var time = TimeSpan.FromTicks(value.Nanoseconds / TimeSpan.NanosecondsPerTick);
        return string.Create(CultureInfo.InvariantCulture, $"{value.Months} months {value.Days} days {time:c}");
    }

    private static object?[] ReadList(IArrowArray values)
    {
        object?[] items = new object?[values.Length];
        for (int index = 0; index < items.Length; index++)
        {
            items[index] = Read(values, index);
        }

        return items;
    }

    private static Dictionary<string, object?> ReadStruct(StructArray array, int index)
    {
        var type = (StructType)array.Data.DataType;
        Dictionary<string, object?> fields = [];
        for (int field = 0; field < type.Fields.Count; field++)
        {
            fields[type.Fields[field].Name] = Read(array.Fields[field], index);
        }

        return fields;
    }

    private static object?[] ReadMap(MapArray array, int index)
    {
        int start = array.ValueOffsets[index];
        object?[] entries = new object?[array.ValueOffsets[index + 1] - start];
        for (int entry = 0; entry < entries.Length; entry++)
        {
            entries[entry] = new Dictionary<string, object?>
            {
                ["key"] = Read(array.Keys, start + entry),
                ["value"] = Read(array.Values, start + entry),
            };
        }

        return entries;
    }
}
