using System.Buffers;
using System.Globalization;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>Spark's constants: numbers with their suffixes, texts that are days, times or bytes.</summary>
internal static class SparkLiterals
{
    private static readonly SearchValues<char> _numberLetters = SearchValues.Create("-+0123456789.E");

    public static bool IsTyped(string word) =>
        word is "DATE" or "TIMESTAMP" or "TIMESTAMP_LTZ" or "TIMESTAMP_NTZ" or "X" or "INTERVAL";

    /// <exception cref="ExpressionException">It is no number, or too large for its type.</exception>
    public static TypedSql ReadNumber(string text)
    {
        string upper = text.ToUpperInvariant();
        int digits = upper.AsSpan().IndexOfAnyExcept(_numberLetters);
        string suffix = digits < 0 ? "" : upper[digits..];
        string value = digits < 0 ? upper : upper[..digits];
        bool plain = !value.Contains('.', StringComparison.Ordinal) && !value.Contains('E', StringComparison.Ordinal);
        return suffix switch
        {
            "" when plain => ReadWhole(value),
            "" when value.Contains('E', StringComparison.Ordinal) => ReadFloating(value, PrimitiveType.Double),
            "" or "BD" => ReadDecimal(value),
            "D" => ReadFloating(value, PrimitiveType.Double),
            "F" => ReadFloating(value, PrimitiveType.Float),
            "L" when plain => ReadWhole(value, PrimitiveType.Long, long.MinValue, long.MaxValue),
            "S" when plain => ReadWhole(value, PrimitiveType.Short, short.MinValue, short.MaxValue),
            "Y" when plain => ReadWhole(value, PrimitiveType.Byte, sbyte.MinValue, sbyte.MaxValue),
            _ => throw new ExpressionException($"'{text}' is no number."),
        };
    }

    /// <exception cref="ExpressionException">The text is no such value.</exception>
    public static TypedSql ReadTyped(string word, string text) => word switch
    {
        "DATE" => SparkCasts.Cast(TypedSql.OfText(text), PrimitiveType.Date),
        "TIMESTAMP" or "TIMESTAMP_LTZ" => SparkCasts.Cast(TypedSql.OfText(text), PrimitiveType.Timestamp),
        "TIMESTAMP_NTZ" => SparkCasts.Cast(TypedSql.OfText(text), PrimitiveType.TimestampNtz),
        "X" when text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) =>
            new TypedSql($"from_hex({SqlText.Text(text)})", PrimitiveType.Binary),
        "X" => throw new ExpressionException($"X'{text}' is no sequence of bytes."),
        _ => throw new ExpressionException($"{word} is not supported."),
    };

    private static TypedSql ReadWhole(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            return TypedSql.OfInteger(number);
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? ReadWhole(text, PrimitiveType.Long, long.MinValue, long.MaxValue)
            : ReadDecimal(text);
    }

    private static TypedSql ReadWhole(string text, PrimitiveType type, long min, long max) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= min && number <= max
            ? new TypedSql($"CAST({SqlText.Number(number)} AS {DuckTypes.Name(type)})", type) { Number = number }
            : throw new ExpressionException($"{text} is no {type}.");

    private static TypedSql ReadDecimal(string text)
    {
        string digits = text.TrimStart('-');
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        string whole = (point < 0 ? digits : digits[..point]).TrimStart('0');
        string fraction = point < 0 ? "" : digits[(point + 1)..];
        int precision = Math.Max(whole.Length + fraction.Length, 1);
        if (precision > 38 || !(whole + fraction).All(char.IsAsciiDigit) || digits.Length == 0)
        {
            throw new ExpressionException($"{text} is no number of up to 38 digits.");
        }

        DecimalType type = new(precision, fraction.Length);
        string plain = (text[0] == '-' ? "-" : "") + (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction);
        return new TypedSql($"CAST('{plain}' AS {DuckTypes.Name(type)})", type);
    }

    private static TypedSql ReadFloating(string text, PrimitiveType type) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && (type == PrimitiveType.Double ? double.IsFinite(value) : float.IsFinite((float)value))
            ? new TypedSql($"CAST('{text}' AS {DuckTypes.Name(type)})", type)
            : throw new ExpressionException($"{text} is no {type}.");
}
