using System.Globalization;
using System.Text;
using System.Text.Json;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Variants.Binary;

/// <summary>Single values of variants as JSON: numbers as numbers with the digits that they have, days, times and bytes
/// as text, since JSON has no others.</summary>
internal static class VariantScalars
{
    private const int DigitsMax = 38;

    public static void Decimal(Utf8JsonWriter json, Int128 unscaled, int scale)
    {
        if (scale is < 0 or > DigitsMax)
        {
            throw new VariantFormatException($"a decimal in it has the scale {scale}");
        }

        json.WriteRawValue(new DeltaDecimal(unscaled, scale).ToString(), skipInputValidation: true);
    }

    public static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(Name(value));
        }
    }

    public static void Number(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(Name(value));
        }
    }

    public static void Date(Utf8JsonWriter json, int days)
    {
        if (LiteralOrder.ToObject(PrimitiveType.Date, days) is DateOnly date)
        {
            json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNumberValue(days);
        }
    }

    /// <summary>An instant ends in Z, a wall clock does not; what no calendar of years 1 to 9999 holds stays a number.
    /// </summary>
    public static void Time(Utf8JsonWriter json, long microseconds, bool instant)
    {
        if (LiteralOrder.ToObject(PrimitiveType.TimestampNtz, microseconds) is DateTime time)
        {
            json.WriteStringValue(Text(time, microseconds % 1_000_000 == 0 ? "" : ".ffffff") + (instant ? "Z" : ""));
        }
        else
        {
            json.WriteNumberValue(microseconds);
        }
    }

    public static void NanoTime(Utf8JsonWriter json, long nanoseconds, bool instant)
    {
        (long seconds, long rest) = Math.DivRem(nanoseconds, 1_000_000_000);
        (seconds, rest) = rest < 0 ? (seconds - 1, rest + 1_000_000_000) : (seconds, rest);
        string fraction = rest == 0 ? "" : "." + rest.ToString("D9", CultureInfo.InvariantCulture);
        json.WriteStringValue(Text(DateTime.UnixEpoch.AddSeconds(seconds), "") + fraction + (instant ? "Z" : ""));
    }

    public static void ClockTime(Utf8JsonWriter json, long microseconds)
    {
        if (microseconds is < 0 or >= Literal.MicrosecondsPerDay)
        {
            throw new VariantFormatException($"a time of day in it is {microseconds} µs after midnight");
        }

        TimeOnly time = new(microseconds * TimeSpan.TicksPerMicrosecond);
        json.WriteStringValue(time.ToString(
            microseconds % 1_000_000 == 0 ? "HH:mm:ss" : "HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
    }

    public static void Guid(Utf8JsonWriter json, ReadOnlySpan<byte> bytes) =>
        json.WriteStringValue(new Guid(bytes, bigEndian: true).ToString());

    /// <summary>Text that is no UTF-8 is an error, and not silently another text.</summary>
    public static void String(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            throw new VariantFormatException("a text in it is no UTF-8");
        }

        json.WriteStringValue(bytes);
    }

    public static string NameOf(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes)
        ? Encoding.UTF8.GetString(bytes)
        : throw new VariantFormatException("a name in it is no UTF-8");

    private static string Text(DateTime time, string fraction) =>
        time.ToString("yyyy-MM-ddTHH:mm:ss" + fraction, CultureInfo.InvariantCulture);

    private static string Name(double value) =>
        double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
