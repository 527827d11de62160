using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Lakehouse.Rows;

namespace Wallstreet.Lakehouse.Tests.Rows;

public sealed class RowBatchesTests
{
    [Fact]
    public void Columns_are_named_in_snake_case_with_types_and_nullability_of_their_properties()
    {
        Assert.Equal(
            ["symbol:utf8:False", "note:utf8:True", "session_date:date32:False", "close_price:decimal128:False", "sma_20:double:True", "seen_at:timestamp:False", "is_last:bool:False", "volume:int64:True", "lots:int32:False"],
            RowBatches<Row>.Schema.FieldsList.Select(f => $"{f.Name}:{f.DataType.Name}:{f.IsNullable}"));
        Assert.Equal(4, ((Decimal128Type)RowBatches<Row>.Schema.GetFieldByName("close_price").DataType).Scale);
        Assert.Equal("USD", RowBatches<Row>.Comments["close_price"]);
    }

    [Fact]
    public async Task Values_survive_the_way_into_arrow()
    {
        Row row = new("A", null, new DateOnly(2024, 2, 29), 12.3456m, 1.5, new DateTimeOffset(2024, 2, 29, 21, 0, 0, 1, TimeSpan.Zero), true, null, 7);

        RecordBatch batch = Assert.Single(await ReadAsync([row]));

        Assert.Equal("A", ((StringArray)batch.Column(0)).GetString(0));
        Assert.True(batch.Column(1).IsNull(0));
        Assert.Equal(new DateTime(2024, 2, 29), ((Date32Array)batch.Column(2)).GetDateTime(0));
        Assert.Equal(12.3456m, ((Decimal128Array)batch.Column(3)).GetValue(0));
        Assert.Equal(1.5, ((DoubleArray)batch.Column(4)).GetValue(0));
        Assert.Equal(row.SeenAt, ((TimestampArray)batch.Column(5)).GetTimestamp(0));
        Assert.True(((BooleanArray)batch.Column(6)).GetValue(0));
        Assert.True(batch.Column(7).IsNull(0));
        Assert.Equal(7, ((Int32Array)batch.Column(8)).GetValue(0));
    }

    [Fact]
    public async Task Rows_that_are_computed_without_end_stop_when_they_are_told_to()
    {
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RecordBatch batch in RowBatches<Row>.ReadAsync(Endless(stop), stop.Token))
            {
                batch.Dispose();
            }
        });
    }

    [Fact]
    public async Task Many_rows_come_in_batches_and_none_is_lost()
    {
        List<RecordBatch> batches = await ReadAsync(Enumerable.Range(0, 300_000).Select(i => new Row("A", "n", default, 1m, null, default, false, i, i)));

        Assert.Equal(3, batches.Count);
        Assert.Equal(300_000, batches.Sum(b => b.Length));
        Assert.Equal(299_999, ((Int32Array)batches[^1].Column(8)).GetValue(batches[^1].Length - 1));
    }

    [Fact]
    public void A_property_that_is_no_column_type_is_an_error_that_says_which()
    {
        TypeInitializationException error = Assert.Throws<TypeInitializationException>(() => RowBatches<Unfit>.Schema);

        Assert.Contains("Unfit.Address", Assert.IsType<RowTypeException>(error.InnerException).Message, StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<Row> Endless(CancellationTokenSource stop)
    {
        for (int i = 0; ; i++)
        {
            if (i == 10_000)
            {
                await stop.CancelAsync();
            }

            yield return new Row("A", "n", default, 1m, null, default, false, i, i);
        }
    }

    private static async Task<List<RecordBatch>> ReadAsync(IEnumerable<Row> rows)
    {
        List<RecordBatch> batches = [];
        await foreach (RecordBatch batch in RowBatches<Row>.ReadAsync(rows.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
            batches.Add(batch);
        }

        return batches;
    }

    private sealed record Row(
        string Symbol,
        string? Note,
        DateOnly SessionDate,
        [property: Column(Scale = 4, Comment = "USD")] decimal ClosePrice,
        [property: Column(Name = "sma_20")] double? Sma20,
        DateTimeOffset SeenAt,
        bool IsLast,
        long? Volume,
        int Lots);

    private sealed record Unfit(Uri Address);
}
