using System.Collections;
using System.Globalization;
using System.Numerics;

namespace Wallstreet.Insight.Formatting;

/// <summary>Writes values for people; a null is an en dash: not published is never 0.</summary>
public static class ValueText
{
    /// <summary>What stands where a value was not published.</summary>
    public const string Absent = "–";

    private static readonly string[] _compactUnits = ["", "K", "M", "B", "T"];
    private static readonly string[] _byteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    private static readonly CultureInfo _plain = CultureInfo.InvariantCulture;

    /// <summary>Writes one value in a format.</summary>
    public static string Write(object? value, ValueFormat format) => value switch
    {
        null or DBNull => Absent,
        _ when TryNumber(value, out double number) && !IsTextual(format.Kind) => WriteNumber(value, number, format),
        DateTimeOffset moment => WriteMoment(moment.ToUniversalTime(), format),
        DateTime moment => WriteMoment(new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)), format),
        DateOnly day => day.ToString("yyyy-MM-dd", _plain),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", _plain),
        bool flag => flag ? "yes" : "no",
        string text => text,
        IFormattable formattable => formattable.ToString(null, _plain),
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(item => Write(item, format))),
        _ => value.ToString() ?? Absent,
    };

    /// <summary>Whether a value is a number, and which.</summary>
    public static bool TryNumber(object? value, out double number)
    {
        (bool isNumber, number) = value switch
        {
            double d => (true, d),
            float f => (true, f),
            decimal m => (true, (double)m),
            long or int or short or sbyte or ulong or uint or ushort or byte => (true, Convert.ToDouble(value, _plain)),
            BigInteger big => (true, (double)big),
            _ => (false, 0d),
        };
        return isNumber;
    }

    private static bool IsTextual(ValueFormatKind kind) =>
        kind is ValueFormatKind.Text or ValueFormatKind.Date or ValueFormatKind.Timestamp;

    private static string WriteNumber(object value, double number, ValueFormat format)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "+∞" : "−∞";
        }

        string body = format.Kind switch
        {
            ValueFormatKind.Auto => WriteAuto(value, format.Decimals),
            ValueFormatKind.Whole => Fixed(value, 0),
            ValueFormatKind.Percent => Fixed(Scale(value, number, 100), format.Decimals ?? 2) + "%",
            ValueFormatKind.Compact => Shorten(number, 1000, _compactUnits, "", format.Decimals),
            ValueFormatKind.Bytes => Shorten(number, 1024, _byteUnits, " ", format.Decimals),
            _ => Fixed(value, format.Decimals ?? 2),
        };
        return AddSign(body, format.WithSign);
    }

    // A value that rounds to zero has no direction: neither "-0.00" nor "+0.00".
    private static string AddSign(string body, bool signed)
    {
        bool isZero = !body.AsSpan().ContainsAnyInRange('1', '9');
        string unsigned = body.StartsWith('-') ? body[1..] : body;
        if (isZero)
        {
            return unsigned;
        }

        // The minus is U+2212, as wide as the plus, so that columns of tabular numerals line up.
        return body.StartsWith('-') ? "−" + unsigned : signed ? "+" + unsigned : unsigned;
    }

    private static object Scale(object value, double number, int factor)
    {
        const decimal DecimalSafe = decimal.MaxValue / 1000;
        return value is decimal exact && Math.Abs(exact) < DecimalSafe ? exact * factor : number * factor;
    }

    private static string WriteAuto(object value, int? decimals) => decimals is { } count
        ? Fixed(value, count)
        : ((IFormattable)value).ToString("#,##0.######", _plain);

    private static string Fixed(object value, int decimals) =>
        ((IFormattable)value).ToString("N" + decimals.ToString(_plain), _plain);

    private static string Shorten(double number, double step, string[] units, string gap, int? decimals)
    {
        int unit = 0;
        double rest = Math.Abs(number);
        while (unit < units.Length - 1 && rest >= step)
        {
            rest /= step;
            unit++;
        }

        string digits = rest.ToString("N" + (decimals ?? (unit == 0 ? 0 : 1)).ToString(_plain), _plain);
        return (number < 0 ? "-" : "") + digits + (units[unit].Length == 0 ? "" : gap + units[unit]);
    }

    private static string WriteMoment(DateTimeOffset moment, ValueFormat format) => format.Kind switch
    {
        ValueFormatKind.Date => moment.ToString("yyyy-MM-dd", _plain),
        ValueFormatKind.Timestamp => moment.ToString("yyyy-MM-dd HH:mm:ss'Z'", _plain),
        _ when moment.TimeOfDay == TimeSpan.Zero => moment.ToString("yyyy-MM-dd", _plain),
        _ => moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF'Z'", _plain),
    };
}
