using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Statistics;

/// <summary>Reads one value of the statistics; of another type than the column's, it counts as not there.</summary>
internal static class StatisticsValue
{
    public static long? ReadCount(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long count) && count >= 0)
        {
            return count;
        }

        reader.Skip();
        return null;
    }

    public static Literal? Read(ref Utf8JsonReader reader, DeltaType type)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return FromNumber(reader.ValueSpan, type);
            case JsonTokenType.String:
                return FromText(reader.GetString()!, type);
            case JsonTokenType.True or JsonTokenType.False when type == PrimitiveType.Boolean:
                return Literal.Of(reader.TokenType == JsonTokenType.True);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <param name="number">A number of JSON.</param>
    /// <param name="type">The column's type.</param>
    public static Literal? FromNumber(ReadOnlySpan<byte> number, DeltaType type)
    {
        if (type == PrimitiveType.Long && Utf8Parser.TryParse(number, out long whole, out int read) && read == number.Length)
        {
            return new Literal(type, whole);
        }

        if (type is DecimalType || LiteralOrder.IsInteger(type))
        {
            return PartitionText.TryParse(Encoding.ASCII.GetString(number), type);
        }

        if (type is not PrimitiveType { Kind: PrimitiveKind.Double or PrimitiveKind.Float }
            || !Utf8Parser.TryParse(number, out double value, out int used) || used != number.Length)
        {
            return null;
        }

        return new Literal(type, type == PrimitiveType.Float ? (double)(float)value : value);
    }

    /// <param name="text">The content of a text of JSON.</param>
    /// <param name="type">The column's type.</param>
    public static Literal? FromText(string text, DeltaType type) => type switch
    {
        PrimitiveType { Kind: PrimitiveKind.String } => new Literal(type, text),
        DecimalType or PrimitiveType
        {
            Kind: PrimitiveKind.Date or PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz
                or PrimitiveKind.Double or PrimitiveKind.Float,
        } => PartitionText.TryParse(text, type),
        _ => null,
    };
}
