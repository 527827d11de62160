using TestKit;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Streams;
using Wallstreet.Delta.Tests.ChangeData;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Streams;

/// <summary>Each batch is in the table exactly once, whatever happens to its writer.</summary>
[OnEveryStore]
public sealed class StreamSinkTests
{
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_that_is_recorded_is_skipped_without_being_read()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        StreamSink sink = await OpenAsync(_store);
        Assert.Null(await sink.FindLastBatchAsync(Cancellation));

        Assert.False((await sink.WriteAsync(3, NumberTable.StreamAsync(1, 2), Cancellation)).IsSkipped);
        Assert.True((await sink.WriteAsync(3, Unreadable(), Cancellation)).IsSkipped);
        Assert.True((await sink.WriteAsync(1, Unreadable(), Cancellation)).IsSkipped);
        Assert.False((await sink.WriteAsync(4, NumberTable.StreamAsync(3), Cancellation)).IsSkipped);

        Assert.Equal([1, 2, 3], await table.ReadAsync());
        Assert.Equal(4, await sink.FindLastBatchAsync(Cancellation));
        CommitRecord commit = await table.GetHistoryAsync(1, Cancellation).FirstAsync(Cancellation);
        Assert.Equal(("STREAMING UPDATE", "\"4\""), (commit.Operation, commit.Parameters["epochId"]));
    }

    [Fact]
    public async Task Streams_of_other_names_do_not_get_in_each_others_way()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);

        await (await OpenAsync(_store, "a")).WriteAsync(0, NumberTable.StreamAsync(1), Cancellation);
        await (await OpenAsync(_store, "b")).WriteAsync(0, NumberTable.StreamAsync(2), Cancellation);

        Assert.Equal([1, 2], await table.ReadAsync());
    }

    [Fact]
    public async Task A_complete_batch_replaces_all_rows_once()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        StreamSink sink = new(await DeltaTable.OpenAsync(_store, null, Cancellation), new ArrowDataEngine(), "stream")
        {
            Output = StreamOutput.Complete,
        };

        await sink.WriteAsync(0, NumberTable.StreamAsync(1, 2), Cancellation);
        await sink.WriteAsync(1, NumberTable.StreamAsync(3), Cancellation);
        await sink.WriteAsync(1, Unreadable(), Cancellation);

        Assert.Equal([3], await table.ReadAsync());
    }

    [Fact]
    public async Task The_same_batch_written_by_two_at_once_is_there_once()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        StreamSink first = await OpenAsync(_store);
        StreamSink second = await OpenAsync(_store);

        StreamWriteResult[] results = await Task.WhenAll(
            Task.Run(async () => await first.WriteAsync(0, Slowly(), Cancellation)),
            Task.Run(async () => await second.WriteAsync(0, Slowly(), Cancellation)));

        Assert.Single(results, static result => result.IsSkipped);
        Assert.Equal([1], await table.ReadAsync());
    }

    [Theory]
    [InlineData(Fault.CrashBefore)]
    [InlineData(Fault.CrashAfter)]
    [InlineData(Fault.FailAfter)]
    [InlineData(Fault.DenyAfter)]
    public async Task A_writer_that_dies_at_any_call_and_begins_again_writes_each_batch_once(Fault fault)
    {
        for (long number = 1; ; number++)
        {
            Assert.True(number < 200, "Nine batches take fewer calls than this.");
            IObjectStore inner = TestStore.New();
            DeltaTable table = await NumberTable.CreateAsync(inner);
            FaultPlan plan = FaultPlan.AtCall(number, fault);
            bool finished = await TryWriteAsync(new FaultyObjectStore(inner, plan));
            if (!finished)
            {
                Assert.True(await TryWriteAsync(inner));
            }

            Assert.Equal(Enumerable.Range(0, 18).Select(static id => (long)id), await table.ReadAsync());
            if (plan.Calls < number)
            {
                return;
            }
        }
    }

    private static async Task<bool> TryWriteAsync(IObjectStore store)
    {
        try
        {
            StreamSink sink = await OpenAsync(store);
            for (int batch = 0; batch < 9; batch++)
            {
                await sink.WriteAsync(batch, NumberTable.StreamAsync(batch * 2, (batch * 2) + 1), Cancellation);
            }

            return true;
        }
        catch (Exception exception) when (exception is SimulatedCrashException or ObjectStoreException)
        {
            return false;
        }
    }

    private static async Task<StreamSink> OpenAsync(IObjectStore store, string appId = "stream") =>
        new(await DeltaTable.OpenAsync(store, null, Cancellation), new ArrowDataEngine(), appId);

    private static async IAsyncEnumerable<Apache.Arrow.RecordBatch> Slowly()
    {
        await Task.Delay(50, Cancellation);
        yield return NumberTable.Batch(1);
    }

    private static async IAsyncEnumerable<Apache.Arrow.RecordBatch> Unreadable()
    {
        await Task.Yield();
        Assert.Fail("The rows of a batch that is recorded need not be read.");
        yield break;
    }
}
