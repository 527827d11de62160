using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Wallstreet.Delta.Variants;

namespace Wallstreet.Delta.Tests.Engine;

/// <summary>What becomes of JSON text as a variant, byte by byte.</summary>
public sealed class VariantEncodingTests
{
    private const string NoNames = "110000";

    [Theory]
    [InlineData("null", "00")]
    [InlineData(" true ", "04")]
    [InlineData("false", "08")]
    [InlineData("0", "0C00")]
    [InlineData("-0", "0C00")]
    [InlineData("-128", "0C80")]
    [InlineData("128", "108000")]
    [InlineData("-32769", "14FF7FFFFF")]
    [InlineData("2147483648", "180000008000000000")]
    [InlineData("9223372036854775807", "18FFFFFFFFFFFFFF7F")]
    [InlineData("9223372036854775808", "280000000000000000800000000000000000")]
    [InlineData("1.5", "20010F000000")]
    [InlineData("-1.50", "20026AFFFFFF")]
    [InlineData("0.000", "200300000000")]
    [InlineData("0.0000000001", "240A0100000000000000")]
    [InlineData("1234567890.1", "2401" + "351CDCDF02000000")]
    [InlineData("1e2", "1C0000000000005940")]
    [InlineData("0.00000000000000000000000000000000000001", "282601000000000000000000000000000000")]
    [InlineData("0.000000000000000000000000000000000000001", "1C832D55B12FC7D537")]
    [InlineData("\"abc\"", "0D616263")]
    [InlineData("\"\\u00e4\"", "09C3A4")]
    [InlineData("\"\"", "01")]
    [InlineData("[]", "030000")]
    [InlineData("{}", "020000")]
    [InlineData("[1,[\"x\"],null]", "03" + "03" + "00020809" + "0C01" + "0301000205" + "78" + "00")]
    public void Values_take_the_smallest_type_that_holds_them(string json, string value)
    {
        (byte[] metadata, byte[] bytes) = VariantValue.FromJson(Encoding.UTF8.GetBytes(json));

        Assert.Equal((NoNames, value), (Convert.ToHexString(metadata), Convert.ToHexString(bytes)));
    }

    [Fact]
    public void Names_are_a_sorted_dictionary_and_values_stay_in_their_order()
    {
        (byte[] metadata, byte[] value) = VariantValue.FromJson("""{"b":{"a":1},"a":2,"\ud83d\ude00":3,"\uffee":4}"""u8);

        Assert.Equal("11" + "04" + "0001020509" + "6162" + "EFBFAE" + "F09F9880", Convert.ToHexString(metadata));
        Assert.Equal(
            "02" + "04" + "00010203" + "07000B090D" + "0201000002" + "0C01" + "0C02" + "0C03" + "0C04", Convert.ToHexString(value));
        Assert.Equal("""{"a":2,"b":{"a":1},"￮":4,"\uD83D\uDE00":3}""", Text(metadata, value));
    }

    [Fact]
    public void Offsets_and_counts_grow_with_what_they_hold()
    {
        foreach (int count in (int[])[255, 256, 70_000])
        {
            string array = "[" + string.Join(",", Enumerable.Range(0, count)) + "]";
            string wide = "{" + string.Join(",", Enumerable.Range(0, count).Select(static i => $"\"n{i:D6}\":{i}")) + "}";

            Assert.Equal(array, RoundTrip(array));
            Assert.Equal(wide, RoundTrip(wide));
        }

        string text = $"\"{new string('x', 64)}\"";
        Assert.Equal("40" + "40000000", Convert.ToHexString(VariantValue.FromJson(Encoding.UTF8.GetBytes(text)).Value)[..10]);
        Assert.Equal(text, RoundTrip(text));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("abc", "no JSON: byte 1 of line 1")]
    [InlineData("{\"a\":1", "no JSON")]
    [InlineData("[1,]", "no JSON")]
    [InlineData("1 2", "no JSON")]
    [InlineData("01", "no JSON")]
    [InlineData("NaN", "no JSON")]
    [InlineData("{\"a\":1,\"b\":2,\"a\":3}", "the name 'a' twice")]
    [InlineData("{\"a\":1,\"\\u0061\":3}", "the name 'a' twice")]
    [InlineData("1e999", "beyond what a double holds")]
    [InlineData("\"\\ud800\"", "half a letter")]
    [InlineData("{\"\\ud800\":1}", "half a letter")]
    public void What_is_no_JSON_is_an_error_that_says_where(string json, string tells)
    {
        DataFileException exception = Assert.Throws<DataFileException>(() => VariantValue.FromJson(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(tells, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_and_size_are_bounded()
    {
        string deep = new string('[', 1000) + new string(']', 1000);
        Assert.Equal(deep, RoundTrip(deep));
        Assert.Throws<DataFileException>(() => VariantValue.FromJson(Encoding.UTF8.GetBytes($"[{deep}]")));

        byte[] huge = Encoding.UTF8.GetBytes($"\"{new string('x', 16 * 1024 * 1024)}\"");
        Assert.Contains(
            "16 MiB", Assert.Throws<DataFileException>(() => VariantValue.FromJson(huge)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_JSON_says_the_same_after_it_was_a_variant() => Gen.Int[0, int.MaxValue].Sample(
        static seed =>
        {
            string json = Random(new Random(seed), 0);
            string back = RoundTrip(json);
            if (!Same(JsonDocument.Parse(json).RootElement, JsonDocument.Parse(back).RootElement))
            {
                throw new InvalidOperationException($"{json} became {back}.");
            }
        },
        iter: 2000);

    private static string RoundTrip(string json)
    {
        (byte[] metadata, byte[] value) = VariantValue.FromJson(Encoding.UTF8.GetBytes(json));
        return Text(metadata, value);
    }

    private static string Text(byte[] metadata, byte[] value) => Encoding.UTF8.GetString(VariantValue.ToJson(metadata, value));

    private static string Random(Random random, int depth) => random.Next(depth > 4 ? 7 : 10) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        3 => random.Next(-300, 300).ToString(CultureInfo.InvariantCulture),
        4 => (random.NextDouble() * Math.Pow(10, random.Next(-20, 20))).ToString("R", CultureInfo.InvariantCulture),
        5 => ((decimal)random.NextInt64() / (decimal)Math.Pow(10, random.Next(0, 12))).ToString(CultureInfo.InvariantCulture),
        6 => JsonSerializer.Serialize(Word(random)),
        7 => "[" + string.Join(" , ", Enumerable.Range(0, random.Next(6)).Select(_ => Random(random, depth + 1))) + "]",
        _ => "{" + string.Join(", ", Enumerable.Range(0, random.Next(8)).Select(_ => Word(random)).Distinct()
            .Select(name => JsonSerializer.Serialize(name) + " : " + Random(random, depth + 1))) + "}",
    };

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(random.Next(10) == 0 ? 200 : 6))
        .Select(_ => char.ConvertFromUtf32(random.Next(4) switch
        {
            0 => random.Next(0x20),
            1 => random.Next(0x1F300, 0x1F600),
            2 => random.Next(0xE000, 0x10000),
            _ => random.Next('a', 'f'),
        })));

    private static bool Same(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => left.EnumerateObject().Count() == right.EnumerateObject().Count()
            && left.EnumerateObject().All(field => right.TryGetProperty(field.Name, out JsonElement other) && Same(field.Value, other)),
        (JsonValueKind.Array, JsonValueKind.Array) => left.GetArrayLength() == right.GetArrayLength()
            && left.EnumerateArray().Zip(right.EnumerateArray()).All(static pair => Same(pair.First, pair.Second)),
        (JsonValueKind.Number, JsonValueKind.Number) => left.GetRawText() == right.GetRawText()
            || left.GetDouble().Equals(right.GetDouble()),
        (JsonValueKind.String, JsonValueKind.String) => left.GetString() == right.GetString(),
        var (one, other) => one == other,
    };
}
