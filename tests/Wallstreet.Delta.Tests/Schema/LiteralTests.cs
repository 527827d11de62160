using CsCheck;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Tests.Schema;

public sealed class LiteralTests
{
    [Fact]
    public void Decimals_round_trip_and_order_as_numbers() => Gen.Select(Gen.Decimal, Gen.Decimal).Sample((a, b) =>
    {
        Assert.True(DeltaDecimal.TryParse(DeltaDecimal.FromDecimal(a).ToString(), out DeltaDecimal parsed));
        Assert.True(parsed.TryToDecimal(out decimal back) && back == a);
        Assert.Equal(a.CompareTo(b), Math.Sign(DeltaDecimal.FromDecimal(a).CompareTo(DeltaDecimal.FromDecimal(b))));
    });

    [Fact]
    public void A_decimal_of_38_digits_is_exact()
    {
        const string Digits = "9999999999999999999999999999.9999999999";

        Assert.True(DeltaDecimal.TryParse(Digits, out DeltaDecimal value));
        Assert.Equal(Digits, value.ToString());
        Assert.False(DeltaDecimal.TryParse("1" + Digits, out _));
        Assert.True(DeltaDecimal.TryParse("1E-7", out DeltaDecimal small));
        Assert.Equal("0.0000001", small.ToString());
    }

    [Theory]
    [InlineData("long", "-42", "-42")]
    [InlineData("byte", "128", null)]
    [InlineData("boolean", "true", "true")]
    [InlineData("date", "2024-02-29", "2024-02-29")]
    [InlineData("date", "2023-02-29", null)]
    [InlineData("timestamp", "1970-01-01 00:00:00", "1970-01-01T00:00:00.000Z")]
    [InlineData("timestamp", "1970-01-01 00:00:00.123456", "1970-01-01T00:00:00.123456Z")]
    [InlineData("timestamp", "1970-01-01T00:00:00.123456Z", "1970-01-01T00:00:00.123456Z")]
    [InlineData("timestamp_ntz", "1970-01-01 00:00:00.5", "1970-01-01 00:00:00.500")]
    [InlineData("double", "1.5", "1.5")]
    [InlineData("double", "abc", null)]
    public void Partition_values_are_read_by_their_type(string type, string text, string? expected) =>
        Assert.Equal(expected, PartitionText.TryParse(text, PrimitiveType.Find(type)!)?.ToString());

    [Fact]
    public void Texts_order_by_code_point_and_not_by_UTF_16_unit()
    {
        Assert.True(Literal.Compare(Literal.Of("\uFF5E"), Literal.Of("😀")) < 0);
        Assert.True(Literal.Compare(Literal.Of("a"), Literal.Of("ab")) < 0);
    }

    [Fact]
    public void Numbers_of_different_types_order_exactly()
    {
        Assert.Equal(0, Literal.Compare(Literal.Of(1), Literal.Of(1.00m)));
        Assert.True(Literal.Compare(Literal.Of(1L), Literal.Of(1.5)) < 0);
        Assert.True(Literal.Compare(Literal.Of(double.NaN), Literal.Of(double.PositiveInfinity)) > 0);
        Assert.Null(Literal.Compare(Literal.Of(long.MaxValue), Literal.Of((double)long.MaxValue)));
        Assert.Null(Literal.Compare(Literal.Of(DateTimeOffset.UnixEpoch), Literal.Of(new DateOnly(1970, 1, 1))));
    }

    [Fact]
    public void A_schema_survives_its_JSON()
    {
        StructType schema = new(
            new StructField("a b.c", new DecimalType(38, 10), false).WithComment("naïve \"quote\""),
            new StructField("list", new ArrayType(PrimitiveType.Timestamp, false)),
            new StructField("map", new MapType(PrimitiveType.String, new StructType(new StructField("x", PrimitiveType.Void)))));

        Assert.Equal(schema, SchemaJson.Parse(SchemaJson.Write(schema)));
    }

    [Theory]
    [InlineData("{\"type\":\"struct\",\"fields\":[{\"name\":\"g\",\"type\":\"geometry\",\"nullable\":true,\"metadata\":{}}]}")]
    public void A_type_that_is_unknown_is_refused_by_name(string json) => Assert.Contains(
        "geometry", Assert.Throws<UnsupportedFeatureException>(() => SchemaJson.Parse(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"type\":\"struct\"}")]
    [InlineData("{\"type\":\"struct\",\"fields\":[{\"type\":\"long\"}]}")]
    [InlineData("\"long\"")]
    [InlineData("{\"type\":\"struct\",\"fields\":[{\"name\":\"g\",\"type\":\"decimal(40,2)\"}]}")]
    public void Text_that_is_no_schema_is_an_error(string json) =>
        Assert.Throws<DeltaLogException>(() => SchemaJson.Parse(json));
}
