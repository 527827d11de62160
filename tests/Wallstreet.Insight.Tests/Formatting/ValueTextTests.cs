using System.Numerics;
using System.Text;
using System.Text.Json;
using Wallstreet.Insight.Formatting;

namespace Wallstreet.Insight.Tests.Formatting;

public sealed class ValueTextTests
{
    [Theory]
    [InlineData("auto", 1234.5, "1,234.5")]
    [InlineData("number", 1234.5, "1,234.50")]
    [InlineData("number:0", 1234.6, "1,235")]
    [InlineData("+number", 1.5, "+1.50")]
    [InlineData("+number", -1.5, "−1.50")]
    [InlineData("+number", 0.001, "0.00")]
    [InlineData("number", -0.001, "0.00")]
    [InlineData("percent:1", 0.0123, "1.2%")]
    [InlineData("+percent:1", -0.5, "−50.0%")]
    [InlineData("integer", 1234567.0, "1,234,567")]
    [InlineData("compact", 999.0, "999")]
    [InlineData("compact", 1_234_000.0, "1.2M")]
    [InlineData("compact:2", -5_600_000_000.0, "−5.60B")]
    [InlineData("bytes", 1536.0, "1.5 KiB")]
    [InlineData("price", double.NaN, "NaN")]
    [InlineData("price", double.NegativeInfinity, "−∞")]
    public void Numbers_are_written_for_people(string format, double value, string expected)
    {
        Assert.True(ValueFormat.TryParse(format, out ValueFormat parsed));
        Assert.Equal(expected, ValueText.Write(value, parsed));
        Assert.Equal(format, parsed.ToString());
    }

    [Fact]
    public void A_decimal_keeps_its_digits()
    {
        Assert.Equal("12,345,678,901,234,567.89", ValueText.Write(12345678901234567.89m, ValueFormat.Of(ValueFormatKind.Price)));
        Assert.Equal("12.345%", ValueText.Write(0.12345m, ValueFormat.Of(ValueFormatKind.Percent, 3)));
    }

    [Fact]
    public void Dates_flags_and_lists_are_written_without_a_culture()
    {
        Assert.Equal("2020-03-16", ValueText.Write(new DateOnly(2020, 3, 16), default));
        Assert.Equal("2020-03-16 20:00:00Z", ValueText.Write(new DateTimeOffset(2020, 3, 16, 16, 0, 0, TimeSpan.FromHours(-4)), ValueFormat.Of(ValueFormatKind.Timestamp)));
        Assert.Equal("yes", ValueText.Write(true, default));
        Assert.Equal("1, 2", ValueText.Write(new List<int> { 1, 2 }, default));
    }

    [Fact]
    public void What_was_not_published_is_a_dash_and_never_zero() => Assert.Equal("–", ValueText.Write(null, ValueFormat.Of(ValueFormatKind.Price)));

    [Theory]
    [InlineData("")]
    [InlineData("percents")]
    [InlineData("percent:")]
    [InlineData("percent:11")]
    [InlineData("percent:-1")]
    [InlineData("percent:1:2")]
    [InlineData("Percent")]
    public void A_format_that_is_none_is_refused(string text) => Assert.False(ValueFormat.TryParse(text, out _));

    [Fact]
    public void Cells_in_JSON_lose_no_digit()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            new RowsJsonConverter().Write(
                writer,
                [[1.10m, 1L, 2.5, null, "x", new DateOnly(2020, 1, 2), new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero), BigInteger.Pow(10, 20), new BigInteger(7), double.NaN, true, new List<object?> { 1, null }]],
                JsonSerializerOptions.Default);
        }

        Assert.Equal(
            """[["1.10",1,2.5,null,"x","2020-01-02","2020-01-02T03:04:05Z","100000000000000000000",7,"NaN",true,[1,null]]]""",
            Encoding.UTF8.GetString(stream.ToArray()));
    }
}
