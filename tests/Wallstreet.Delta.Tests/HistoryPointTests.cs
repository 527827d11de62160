namespace Wallstreet.Delta.Tests;

public sealed class HistoryPointTests
{
    [Theory]
    [InlineData("12", "12")]
    [InlineData(" v12 ", "12")]
    [InlineData("2024-05-01", "2024-05-01T00:00:00Z")]
    [InlineData("2024-05-01 16:00", "2024-05-01T16:00:00Z")]
    [InlineData("2024-05-01T16:00:00.25Z", "2024-05-01T16:00:00.25Z")]
    [InlineData("2024-05-01T16:00:00+02:00", "2024-05-01T14:00:00Z")]
    [InlineData("2024-05-01 16:00:00.123456+00", "2024-05-01T16:00:00.123456Z")]
    public void A_version_or_a_time_is_read_and_written_the_same_way(string text, string written)
    {
        HistoryPoint point = HistoryPoint.Parse(text);

        Assert.Equal(written, point.ToString());
        Assert.Equal(point, HistoryPoint.Parse(point.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("12:00")]
    [InlineData("5 May")]
    [InlineData("01/02/2024")]
    [InlineData("99999999999999999999")]
    [InlineData("2024-13-01")]
    public void What_would_have_to_be_guessed_is_no_point(string? text)
    {
        Assert.False(HistoryPoint.TryParse(text, out _));
        Assert.Throws<FormatException>(() => HistoryPoint.Parse(text!));
    }
}
