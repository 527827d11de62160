using Wallstreet.Lakehouse.Partitions;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Lakehouse.Tests.Tables;

public sealed class PartitionFilterTests
{
    private static readonly DateOnly Start = new(2024, 1, 1);

    [Fact]
    public void Sessions_are_dates_from_the_first_to_the_last()
    {
        PartitionFilter? filter = Filter(new SessionPartitions(ExchangeSessions.Nyse, Start), "2024-07-03", "2024-07-05");

        Assert.Equal("\"session_date\" BETWEEN DATE '2024-07-03' AND DATE '2024-07-05'", filter?.Condition);
        Assert.Equal(new DateOnly(2024, 7, 5), filter?.Parameters["partition_end"]);
        Assert.Equal("2024-07-03..2024-07-05", filter?.Parameters["partition"]);
    }

    [Fact]
    public void A_month_ends_on_its_last_day() => Assert.Equal(
        "\"session_date\" BETWEEN DATE '2024-02-01' AND DATE '2024-02-29'",
        Filter(TimeWindowPartitions.Monthly(Start), "2024-02")?.Condition);

    [Fact]
    public void A_window_of_hours_is_half_open() => Assert.Equal(
        "\"session_date\" >= TIMESTAMPTZ '2024-01-01 06:00:00.000000+00' AND \"session_date\" < TIMESTAMPTZ '2024-01-01 12:00:00.000000+00'",
        Filter(TimeWindowPartitions.ByCron("0 */6 * * *", Start), "2024-01-01T06:00")?.Condition);

    [Fact]
    public void A_hostile_key_stays_a_literal() => Assert.Equal(
        "\"session_date\" IN ('it''s; DROP TABLE x')",
        Filter(new StaticPartitions("it's; DROP TABLE x"), "it's; DROP TABLE x")?.Condition);

    [Fact]
    public void Without_partitions_there_is_no_filter() =>
        Assert.Null(PartitionFilter.For(new AssetDefinition { Key = new AssetKey("a") }, []));

    [Fact]
    public void Partitions_without_a_column_are_an_error_that_says_how_to_mend_it()
    {
        AssetDefinition asset = new() { Key = new AssetKey("silver/x"), Partitions = new StaticPartitions("a") };

        PartitionColumnMissingException error = Assert.Throws<PartitionColumnMissingException>(
            () => PartitionFilter.For(asset, [new PartitionKey("a")]));

        Assert.Contains("@partition_column", error.Message, StringComparison.Ordinal);
    }

    private static PartitionFilter? Filter(PartitionsDefinition partitions, params string[] keys)
    {
        AssetDefinition asset = new TableSpec { PartitionColumn = "session_date" }
            .ApplyTo(new AssetDefinition { Key = new AssetKey("silver/x"), Partitions = partitions });
        return PartitionFilter.For(asset, [.. keys.Select(k => new PartitionKey(k))]);
    }
}
