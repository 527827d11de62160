using System.Globalization;
using System.Text;

namespace Wallstreet.Delta.Schema;

/// <summary>Reads and writes partition values. Protocol section "Partition Value Serialization".</summary>
public static class PartitionText
{
    private static readonly string[] _timeFormats =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd", "yyyyMMddTHHmmssK",
    ];

    /// <summary>Reads the value of a partition column.</summary>
    /// <param name="text">The text in the log; null and the empty text mean null.</param>
    /// <param name="type">The column's type.</param>
    /// <param name="column">Names the column in errors.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    /// <exception cref="DeltaLogException">The text is no value of the type.</exception>
    public static Literal? Parse(string? text, DeltaType type, string column) =>
        string.IsNullOrEmpty(text)
            ? null
            : TryParse(text, type) ?? throw new DeltaLogException(
                $"The partition value '{text}' of column '{column}' is no {type}.");

    /// <summary>Reads a value.</summary>
    /// <param name="text">The text, not empty.</param>
    /// <param name="type">A primitive type.</param>
    /// <returns>The value, or <see langword="null"/> if the text is none of that type.</returns>
    public static Literal? TryParse(string text, DeltaType type)
    {
        ArgumentNullException.ThrowIfNull(text);
        return type switch
        {
            DecimalType target => DeltaDecimal.TryParse(text, out DeltaDecimal number)
                && number.TryRescale(target.Scale, out DeltaDecimal scaled) ? new Literal(type, scaled) : null,
            PrimitiveType primitive => Parse(text, primitive) is { } value ? new Literal(type, value) : null,
            _ => null,
        };
    }

    /// <summary>Writes a value as the log holds it. Instants are written in UTC, as ISO 8601.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text.</returns>
    public static string Write(Literal value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return (value.Type, value.Value) switch
        {
            (_, bool flag) => flag ? "true" : "false",
            (_, string text) => text,
            (_, DeltaDecimal number) => number.ToString(),
            (PrimitiveType { Kind: PrimitiveKind.Float }, double number) =>
                ((float)number).ToString("R", CultureInfo.InvariantCulture),
            (_, double number) => number.ToString("R", CultureInfo.InvariantCulture),
            (_, byte[] bytes) => WriteBytes(bytes),
            (PrimitiveType { Kind: PrimitiveKind.Date }, long days) => CalendarText.Date(days),
            (PrimitiveType { Kind: PrimitiveKind.Timestamp }, long time) => CalendarText.Time(time, 'T') + "Z",
            (PrimitiveType { Kind: PrimitiveKind.TimestampNtz }, long time) => CalendarText.Time(time, ' '),
            (_, long number) => number.ToString(CultureInfo.InvariantCulture),
            _ => value.Value.ToString()!,
        };
    }

    /// <summary>Bytes are written as text, each byte one letter; beyond ASCII that is not what every reader expects,
    /// so such values keep their UTF-8 form where they have one.</summary>
    private static string WriteBytes(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static object? Parse(string text, PrimitiveType type) => type.Kind switch
    {
        PrimitiveKind.String => text,
        PrimitiveKind.Long => Integer(text, long.MinValue, long.MaxValue),
        PrimitiveKind.Integer => Integer(text, int.MinValue, int.MaxValue),
        PrimitiveKind.Short => Integer(text, short.MinValue, short.MaxValue),
        PrimitiveKind.Byte => Integer(text, sbyte.MinValue, sbyte.MaxValue),
        PrimitiveKind.Float => Float(text),
        PrimitiveKind.Double => Double(text),
        PrimitiveKind.Boolean => bool.TryParse(text, out bool flag) ? flag : null,
        PrimitiveKind.Binary => Encoding.UTF8.GetBytes(text),
        PrimitiveKind.Date => CalendarText.ParseDate(text),
        PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz => Time(text),
        _ => null,
    };

    private static object? Integer(string text, long min, long max) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        && value >= min && value <= max ? value : null;

    private static object? Float(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? (double)value : null;

    private static object? Double(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static object? Time(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            _timeFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time)
            ? Literal.Of(time).Value
            : null;
}
