using System.Text;
using Wallstreet.Delta.Variants;

namespace Wallstreet.Delta.Tests.Engine;

/// <summary>The encoding of variants, value by value, and what is hostile in it.</summary>
public sealed class VariantBytesTests
{
    private const string NoNames = "010000";

    [Theory]
    [InlineData("00", "null")]
    [InlineData("04", "true")]
    [InlineData("08", "false")]
    [InlineData("0CFE", "-2")]
    [InlineData("102C01", "300")]
    [InlineData("14FFFFFF7F", "2147483647")]
    [InlineData("18FFFFFFFFFFFFFF7F", "9223372036854775807")]
    [InlineData("1C000000000000F83F", "1.5")]
    [InlineData("1C000000000000F87F", "\"NaN\"")]
    [InlineData("1C000000000000F0FF", "\"-Infinity\"")]
    [InlineData("20027B000000", "1.23")]
    [InlineData("240085FFFFFFFFFFFFFF", "-123")]
    [InlineData("28260100000000000000000000000000000000", "0.00000000000000000000000000000000000001")]
    [InlineData("2CE8460000", "\"2019-09-13\"")]
    [InlineData("3040420F0000000000", "\"1970-01-01T00:00:01Z\"")]
    [InlineData("3441420F0000000000", "\"1970-01-01T00:00:01.000001\"")]
    [InlineData("380000C03F", "1.5")]
    [InlineData("3C03000000616263", "\"YWJj\"")]
    [InlineData("4003000000616263", "\"abc\"")]
    [InlineData("4440420F0000000000", "\"00:00:01\"")]
    [InlineData("480100000000000000", "\"1970-01-01T00:00:00.000000001Z\"")]
    [InlineData("4CFFFFFFFFFFFFFFFF", "\"1969-12-31T23:59:59.999999999\"")]
    [InlineData("5000112233445566778899AABBCCDDEEFF", "\"00112233-4455-6677-8899-aabbccddeeff\"")]
    [InlineData("0D616263", "\"abc\"")]
    public void Every_primitive_has_a_text(string value, string json) => Assert.Equal(json, Text(NoNames, value));

    [Fact]
    public void Arrays_and_objects_have_their_parts()
    {
        // Two names a and b; {"a": [1, "x"], "b": {}}
        const string Names = "0102000102" + "6162";
        const string Array = "03" + "02" + "000204" + "0C01" + "0578";
        const string Empty = "02" + "00" + "00";

        Assert.Equal("""{"a":[1,"x"],"b":{}}""", Text(Names, "02" + "02" + "0001" + "00090C" + Array + Empty));
    }

    [Theory]
    [InlineData(NoNames, "", "it is empty")]
    [InlineData("", "00", "too few")]
    [InlineData("020000", "00", "version 2")]
    [InlineData("01FF00", "00", "255 names")]
    [InlineData(NoNames, "14FFFF", "too few")]
    [InlineData(NoNames, "40FFFFFFFF61", "too few")]
    [InlineData(NoNames, "54", "type 21")]
    [InlineData(NoNames, "20FF00000000", "scale 255")]
    [InlineData(NoNames, "0201000000", "has 0")]
    [InlineData(NoNames, "05FF", "no UTF-8")]
    [InlineData(NoNames, "13FFFFFFFF00", "parts")]
    [InlineData("0101000" + "1FF", "020100000100", "no UTF-8")]
    public void Bytes_that_break_the_format_are_an_error_that_says_how(string metadata, string value, string tells)
    {
        DataFileException exception = Assert.Throws<DataFileException>(() => Text(metadata, value));

        Assert.Contains(tells, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_that_share_their_bytes_cannot_make_endless_text()
    {
        // Arrays of 255 items that all are the next array: 255 to the power of 12 values in 3 KiB.
        List<byte> bytes = [];
        for (int level = 0; level < 12; level++)
        {
            bytes.AddRange([0x03, 255]);
            bytes.AddRange(Enumerable.Repeat((byte)0, 256));
        }

        bytes.Add(0);

        DataFileException exception = Assert.Throws<DataFileException>(
            () => VariantValue.ToJson(Convert.FromHexString(NoNames), [.. bytes]));
        Assert.Contains("lie within each other", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_is_bounded()
    {
        byte[] bytes = [.. Enumerable.Repeat<byte[]>([0x03, 1, 0, 1], 100_000).SelectMany(static level => level), 0];

        Assert.Throws<DataFileException>(() => VariantValue.ToJson(Convert.FromHexString(NoNames), bytes));
    }

    private static string Text(string metadata, string value) =>
        Encoding.UTF8.GetString(VariantValue.ToJson(Convert.FromHexString(metadata), Convert.FromHexString(value)));
}
