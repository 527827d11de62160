using CsCheck;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Tests.Partitions;

public sealed class PartitionsTests
{
    private static readonly DateOnly _start = new(2020, 1, 1);

    [Fact]
    public void A_day_exists_when_it_has_ended()
    {
        TimeWindowPartitions days = TimeWindowPartitions.Daily(_start);

        Assert.Empty(days.GetKeys(At("2020-01-01T23:59:59Z")));
        Assert.Equal(["2020-01-01"], days.GetKeys(At("2020-01-02T00:00:00Z")).Select(key => key.Value));
        Assert.Equal(366, days.CountAt(At("2021-01-01T00:00:00Z")));
    }

    [Fact]
    public void An_end_offset_adds_days_that_go_on()
    {
        TimeWindowPartitions days = TimeWindowPartitions.Daily(_start, new TimeWindowOptions { EndOffset = 1 });

        Assert.Equal(["2020-01-01"], days.GetKeys(At("2020-01-01T12:00:00Z")).Select(key => key.Value));
    }

    [Fact]
    public void Days_of_a_changing_clock_have_23_and_25_hours()
    {
        TimeWindowPartitions days = TimeWindowPartitions.Daily(_start, TimeWindowOptions.In("America/New_York"));

        TimeWindow spring = days.GetWindow(new("2020-03-08"))!.Value;
        TimeWindow autumn = days.GetWindow(new("2020-11-01"))!.Value;

        Assert.Equal(At("2020-03-08T05:00:00Z"), spring.Start);
        Assert.Equal(TimeSpan.FromHours(23), spring.End - spring.Start);
        Assert.Equal(TimeSpan.FromHours(25), autumn.End - autumn.Start);
    }

    [Fact]
    public void A_midnight_that_does_not_exist_is_the_first_instant_after_it()
    {
        // In São Paulo the clock went from 2018-11-04 00:00 to 01:00.
        TimeWindowPartitions days = TimeWindowPartitions.Daily(new DateOnly(2018, 11, 1), TimeWindowOptions.In("America/Sao_Paulo"));

        TimeWindow window = days.GetWindow(new("2018-11-04"))!.Value;

        Assert.Equal(At("2018-11-04T03:00:00Z"), window.Start);
        Assert.Equal(TimeSpan.FromHours(23), window.End - window.Start);
    }

    [Fact]
    public void Hours_that_occur_twice_are_two_partitions()
    {
        TimeWindowPartitions hours = TimeWindowPartitions.ByCron("0 * * * *", new DateOnly(2020, 10, 31), TimeWindowOptions.In("America/New_York"));

        IReadOnlyList<PartitionKey> keys = hours.GetRange(new("2020-11-01T00:00"), new("2020-11-01T02:00"));

        Assert.Equal(
            ["2020-11-01T00:00", "2020-11-01T01:00-04:00", "2020-11-01T01:00-05:00", "2020-11-01T02:00"], keys.Select(key => key.Value));
    }

    [Theory]
    [InlineData("2019-12-31")]
    [InlineData("2020-02-30")]
    [InlineData("2020-1-5")]
    [InlineData("AAPL")]
    [InlineData("9999-12-31")]
    public void A_key_that_is_no_day_is_refused_with_how_to_write_one(string key)
    {
        UnknownPartitionException error = Assert.Throws<UnknownPartitionException>(
            () => TimeWindowPartitions.Daily(_start).Validate(new(key)));

        Assert.Contains("Keys are written yyyy-MM-dd", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_written_backwards_is_refused() =>
        Assert.Contains(
            "comes before",
            Assert.Throws<UnknownPartitionException>(
                () => TimeWindowPartitions.Daily(_start).GetRange(new("2020-01-05"), new("2020-01-04"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_session_exists_once_it_has_closed_and_days_without_trade_have_none()
    {
        SessionPartitions sessions = new(new Weekdays(), _start);

        Assert.Equal("2020-01-02", sessions.GetKeys(At("2020-01-02T21:00:00Z"))[^1].Value);
        Assert.Equal("2020-01-01", sessions.GetKeys(At("2020-01-02T20:59:59Z"))[^1].Value);
        Assert.False(sessions.Contains(new("2020-01-04")));
        Assert.Equal(262, sessions.CountAt(At("2021-01-01T00:00:00Z")));
    }

    [Fact]
    public void A_calendar_that_ends_ends_its_partitions()
    {
        SessionPartitions sessions = new(new Weekdays { LastYear = 2021 }, _start);

        Assert.Equal(262 + 261, sessions.CountAt(At("2150-01-01T00:00:00Z")));
        Assert.False(sessions.Contains(new("2022-01-03")));
    }

    [Fact]
    public void A_month_is_made_from_its_sessions_and_a_session_from_its_month()
    {
        SessionPartitions sessions = new(new Weekdays(), _start);
        TimeWindowPartitions months = TimeWindowPartitions.Monthly(_start);
        PartitionMapping identity = new PartitionMapping.Identity();

        OrdinalRange days = identity.MapUpstream(months, 1, sessions, 1000);
        OrdinalRange month = identity.MapUpstream(sessions, sessions.GetOrdinal(new("2020-02-03")), months, 1000);

        Assert.Equal(("2020-02-03", "2020-02-28"), (sessions.GetKeyAt(days.Start).Value, sessions.GetKeyAt(days.End - 1).Value));
        Assert.Equal(new OrdinalRange(1, 1), month);
    }

    [Fact]
    public void Overlap_is_what_looking_at_every_pair_gives()
    {
        TimeWindowPartitions days = TimeWindowPartitions.Daily(_start, TimeWindowOptions.In("Europe/Berlin"));
        Gen.Select(Gen.Int[0, 20_000], Gen.Int[1, 3_000]).Sample((startHour, hours) =>
        {
            DateTimeOffset start = At("2019-12-30T00:00:00Z").AddHours(startHour);
            TimeWindow window = new(start, start.AddHours(hours));

            OrdinalRange found = days.FindOverlap(window);

            OrdinalRange expected = Enumerable.Range(0, 1100)
                .Where(i => days.FindWindowAt(i)!.Value.Overlaps(window))
                .Aggregate(OrdinalRange.None, (range, i) => range.IsEmpty ? new(i, 1) : range with { Count = i - range.Start + 1 });
            Assert.Equal(expected, found);
        });
    }

    [Fact]
    public void Keys_and_ordinals_are_each_others_inverse_and_windows_follow_without_gap()
    {
        TimeWindowPartitions hours = TimeWindowPartitions.ByCron("30 */6 * * *", _start, TimeWindowOptions.In("Australia/Lord_Howe"));
        Gen.Int[0, 20_000].Sample(ordinal =>
        {
            Assert.Equal(ordinal, hours.FindOrdinal(hours.GetKeyAt(ordinal)));
            Assert.Equal(hours.FindWindowAt(ordinal)!.Value.End, hours.FindWindowAt(ordinal + 1)!.Value.Start);
        });
    }

    [Fact]
    public void Offsets_before_the_first_partition_are_left_out()
    {
        TimeWindowPartitions days = TimeWindowPartitions.Daily(_start);
        PartitionMapping window = new PartitionMapping.WindowOffset(-19, 0);
        PartitionMapping before = new PartitionMapping.WindowOffset(-1, -1);

        Assert.Equal(new OrdinalRange(0, 6), window.MapUpstream(days, 5, days, 100));
        Assert.Equal(new OrdinalRange(31, 20), window.MapUpstream(days, 50, days, 100));
        Assert.True(before.MapUpstream(days, 0, days, 100).IsEmpty);
    }

    [Fact]
    public void Many_threads_see_one_list()
    {
        TimeWindowPartitions days = TimeWindowPartitions.Daily(_start);

        Parallel.For(0, 5_000, i => Assert.Equal(i, days.FindOrdinal(days.GetKeyAt(i))));
    }

    [Theory]
    [InlineData("a..b..c")]
    [InlineData("..b")]
    [InlineData("")]
    public void A_range_that_is_none_is_refused(string text) =>
        Assert.Throws<InvalidPartitionKeyException>(() => PartitionRange.Parse(text));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
