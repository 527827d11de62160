using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Wallstreet.Delta.Variants.Binary;

/// <summary>Makes variants of JSON text, one after the other. As Spark's <c>parse_json</c>: whole numbers become the smallest
/// integers that hold them, other numbers without exponent exact decimals of up to 38 digits, all else doubles; a name that
/// an object has twice is an error.</summary>
internal sealed class VariantEncoder
{
    private const int DigitsMax = 38;
    private static readonly JsonReaderOptions _options = new() { MaxDepth = VariantJson.DepthMax };
    private readonly VariantDictionary _names = new();
    private readonly VariantBuffer _value = new();
    private readonly List<VariantPart> _parts = [];

    /// <summary>The names of the last variant.</summary>
    public ReadOnlySpan<byte> Metadata => _names.Written;

    /// <summary>The bytes of the last variant.</summary>
    public ReadOnlySpan<byte> Value => _value.Written;

    /// <summary>Encodes a JSON text in UTF-8.</summary>
    /// <exception cref="VariantFormatException">It is no JSON, or too much of it.</exception>
    public void Encode(ReadOnlySpan<byte> json)
    {
        try
        {
            CollectNames(json);
            _value.Clear();
            _parts.Clear();
            Utf8JsonReader reader = new(json, _options);
            reader.Read();
            Write(ref reader);
        }
        catch (JsonException exception)
        {
            throw new VariantFormatException(
                $"it is no JSON: byte {exception.BytePositionInLine + 1} of line {exception.LineNumber + 1}: "
                + exception.Message.Split(" LineNumber:")[0].TrimEnd('.'));
        }
        catch (InvalidOperationException)
        {
            throw new VariantFormatException("a text in it is half a letter (\\uD800 to \\uDFFF come in pairs), or no UTF-8");
        }
    }

    private void CollectNames(ReadOnlySpan<byte> json)
    {
        _names.Clear();
        Utf8JsonReader reader = new(json, _options);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                char[] letters = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
                _names.Add(letters.AsSpan(0, reader.CopyString(letters)));
                ArrayPool<char>.Shared.Return(letters);
            }
        }

        _names.Complete();
    }

    private void Write(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref reader);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref reader);
                break;
            case JsonTokenType.String:
                WriteText(ref reader);
                break;
            case JsonTokenType.Number:
                WriteNumber(reader.ValueSpan);
                break;
            case JsonTokenType.Null:
                _value.Null();
                break;
            default:
                _value.Boolean(reader.TokenType == JsonTokenType.True);
                break;
        }
    }

    private void WriteArray(ref Utf8JsonReader reader)
    {
        int start = _value.Length;
        int first = _parts.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _parts.Add(new VariantPart(0, _value.Length));
            Write(ref reader);
        }

        _value.CloseArray(start, CollectionsMarshal.AsSpan(_parts)[first..]);
        _parts.RemoveRange(first, _parts.Count - first);
    }

    private void WriteObject(ref Utf8JsonReader reader)
    {
        int start = _value.Length;
        int first = _parts.Count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            char[] letters = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
            int id = _names[letters.AsSpan(0, reader.CopyString(letters))];
            ArrayPool<char>.Shared.Return(letters);
            _parts.Add(new VariantPart(id, _value.Length));
            reader.Read();
            Write(ref reader);
        }

        Span<VariantPart> fields = CollectionsMarshal.AsSpan(_parts)[first..];
        fields.Sort(static (left, right) => left.NameId.CompareTo(right.NameId));
        for (int field = 1; field < fields.Length; field++)
        {
            if (fields[field].NameId == fields[field - 1].NameId)
            {
                throw new VariantFormatException(
                    $"an object in it has the name '{_names.NameOf(fields[field].NameId)}' twice");
            }
        }

        _value.CloseObject(start, fields);
        _parts.RemoveRange(first, _parts.Count - first);
    }

    private void WriteText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            _value.Text(Utf8.IsValid(reader.ValueSpan)
                ? reader.ValueSpan
                : throw new VariantFormatException("a text in it is no UTF-8"));
            return;
        }

        byte[] text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        _value.Text(text.AsSpan(0, reader.CopyString(text)));
        ArrayPool<byte>.Shared.Return(text);
    }

    private void WriteNumber(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out long whole, out int read) && read == text.Length)
        {
            _value.Integer(whole);
        }
        else if (TryParseDecimal(text, out Int128 unscaled, out int scale))
        {
            _value.Decimal(unscaled, scale);
        }
        else
        {
            double number = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
            _value.Double(double.IsFinite(number)
                ? number
                : throw new VariantFormatException($"the number {Encoding.UTF8.GetString(text)} in it is beyond what a double holds"));
        }
    }

    /// <summary>A number without exponent whose digits all fit.</summary>
    private static bool TryParseDecimal(ReadOnlySpan<byte> text, out Int128 unscaled, out int scale)
    {
        unscaled = 0;
        scale = 0;
        int digits = 0;
        bool fraction = false;
        foreach (byte letter in text)
        {
            switch (letter)
            {
                case (byte)'-':
                    break;
                case (byte)'.':
                    fraction = true;
                    break;
                case >= (byte)'0' and <= (byte)'9':
                    digits += digits > 0 || letter != '0' ? 1 : 0;
                    scale += fraction ? 1 : 0;
                    if (digits > DigitsMax || scale > DigitsMax)
                    {
                        return false;
                    }

                    unscaled = (unscaled * 10) + (letter - '0');
                    break;
                default:
                    return false;
            }
        }

        unscaled = text[0] == '-' ? -unscaled : unscaled;
        return true;
    }
}
