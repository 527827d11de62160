using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Streams;
using Wallstreet.Delta.Tests.ChangeData;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Streams;

/// <summary>What a stream gives, what it refuses, and how it goes on.</summary>
[OnEveryStore]
public sealed class StreamSourceTests
{
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_stream_begins_with_all_rows_and_goes_on_with_what_comes()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(2, 1, 2, 3);
        (StreamSource source, StreamOffset offset) = await OpenAsync(new StreamOptions());

        (offset, List<long>? first) = await ReadAsync(source, offset);
        await table.AddAsync(2, 4);
        (offset, List<long>? second) = await ReadAsync(source, offset);

        Assert.Equal([1, 2, 3], first);
        Assert.Equal([4], second);
        Assert.Null(await source.TryReadAsync(offset, Cancellation));
    }

    [Fact]
    public async Task A_batch_has_as_many_files_and_bytes_as_are_admitted_and_at_least_one()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(1, 1, 2, 3, 4, 5);
        long size = (await table.GetSnapshotAsync(Cancellation)).Files.Max(static file => file.SizeBytes);

        Assert.Equal([2, 2, 1], await CountAsync(new StreamOptions { FilesMax = 2, Start = StreamStart.At(1) }));
        Assert.Equal([2, 2, 1], await CountAsync(new StreamOptions { FilesMax = 2 }));
        Assert.Equal([3, 2], await CountAsync(new StreamOptions { BytesMax = size * 3, Start = StreamStart.At(1) }));
        Assert.Equal([1, 1, 1, 1, 1], await CountAsync(new StreamOptions { BytesMax = 1 }));
    }

    [Fact]
    public async Task A_stream_begins_at_a_version_a_time_or_with_what_comes_next()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        for (int id = 1; id <= 3; id++)
        {
            await table.AddAsync(10, id);
            await Task.Delay(2, Cancellation);
        }

        DateTimeOffset second = (await table.GetSnapshotAsync(2, Cancellation)).Timestamp;

        Assert.Equal([2, 3], await ReadAllAsync(StreamStart.At(2)));
        Assert.Equal([2, 3], await ReadAllAsync(StreamStart.At(second)));
        Assert.Equal([3], await ReadAllAsync(StreamStart.At(second.AddTicks(10))));
        Assert.Equal([], await ReadAllAsync(StreamStart.Latest));
        Assert.Equal([], await ReadAllAsync(StreamStart.At(4)));
        await Assert.ThrowsAsync<VersionNotFoundException>(() => ReadAllAsync(StreamStart.At(5)));
        await Assert.ThrowsAsync<VersionNotFoundException>(() => ReadAllAsync(StreamStart.At(TimeProvider.System.GetUtcNow().AddDays(1))));
    }

    [Fact]
    public async Task Rearranged_files_bring_no_rows_and_the_offset_passes_them()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(1, 1, 2, 3);
        (StreamSource source, StreamOffset offset) = await OpenAsync(new StreamOptions { Start = StreamStart.Latest });
        long version = await table.OptimizeAsync();

        StreamBatch batch = (await source.TryReadAsync(offset, Cancellation))!;
        Assert.Empty(batch.Files);
        Assert.Equal((version + 1, 0), (batch.End.Version, batch.End.Index));
    }

    [Fact]
    public async Task A_delete_is_an_error_unless_it_is_ignored()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(5, 1, 2, 3);
        await table.DeleteAsync((await table.GetSnapshotAsync(Cancellation)).Files.Single(), 0, 2);
        await table.AddAsync(5, 4);

        StreamException exception = await Assert.ThrowsAsync<StreamException>(() => ReadAllAsync(StreamStart.At(2)));
        Assert.Equal((StreamProblem.RowsDeleted, 2), (exception.Problem, exception.Version));
        Assert.Contains("(DELETE)", exception.Message, StringComparison.Ordinal);
        Assert.Equal([4], await ReadAllAsync(new StreamOptions { Start = StreamStart.At(2), IgnoreDeletes = true }));
        Assert.Equal([4], await ReadAllAsync(new StreamOptions { Start = StreamStart.At(2), IgnoreChanges = true }));
        Assert.Equal([4], await ReadAllAsync(new StreamOptions { Start = StreamStart.At(2), SkipChangeCommits = true }));
        Assert.Equal([2, 4], await ReadAllAsync(StreamStart.Snapshot));
    }

    [Fact]
    public async Task A_replacement_is_an_error_unless_its_rows_are_taken_or_it_is_passed_over()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(5, 1, 2, 3);
        await table.OverwriteAsync(7, 8);

        StreamException exception = await Assert.ThrowsAsync<StreamException>(
            () => ReadAllAsync(new StreamOptions { Start = StreamStart.At(2), IgnoreDeletes = true }));
        Assert.Equal((StreamProblem.RowsChanged, 2), (exception.Problem, exception.Version));
        Assert.Equal([7, 8], await ReadAllAsync(new StreamOptions { Start = StreamStart.At(2), IgnoreChanges = true }));
        Assert.Equal([], await ReadAllAsync(new StreamOptions { Start = StreamStart.At(2), SkipChangeCommits = true }));
    }

    [Fact]
    public async Task Rows_that_a_smaller_deletion_vector_gives_back_come_and_others_of_the_file_do_not()
    {
        DeltaTable table = await NumberTable.CreateRestoredAsync(_store);

        Assert.Equal([1, 3], await ReadAllAsync(StreamStart.At(3)));
    }

    [Fact]
    public async Task Commits_that_were_cleaned_up_are_a_named_error_unless_the_loss_is_accepted()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(5, 1);
        (StreamSource _, StreamOffset offset) = await OpenAsync(new StreamOptions { Start = StreamStart.At(1) });
        await table.AddAsync(5, 2);
        await table.AddAsync(5, 3);
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(2, Cancellation), Cancellation);
        await _store.DeleteAsync("_delta_log/00000000000000000000.json", Cancellation);
        await _store.DeleteAsync("_delta_log/00000000000000000001.json", Cancellation);

        StreamException exception = await Assert.ThrowsAsync<StreamException>(() => ReadAllAsync(new StreamOptions(), offset));
        Assert.Equal((StreamProblem.DataLost, 1), (exception.Problem, exception.Version));
        Assert.Contains("delta.logRetentionDuration", exception.Message, StringComparison.Ordinal);
        Assert.Equal([2, 3], await ReadAllAsync(new StreamOptions { FailOnDataLoss = false }, offset));
    }

    [Fact]
    public async Task The_version_that_a_stream_begins_with_is_read_once_for_all_batches_of_it()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(1, 1, 2, 3);
        (StreamSource source, StreamOffset offset) = await OpenAsync(new StreamOptions { FilesMax = 1 });
        (offset, List<long>? first) = await ReadAsync(source, offset);
        StreamOffset second = offset;
        await table.AddAsync(5, 4);
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(2, Cancellation), Cancellation);
        await _store.DeleteAsync("_delta_log/00000000000000000000.json", Cancellation);
        await _store.DeleteAsync("_delta_log/00000000000000000001.json", Cancellation);

        List<long> all = [.. first!];
        for (int batch = 0; batch < 3; batch++)
        {
            (offset, List<long>? ids) = await ReadAsync(source, offset);
            all.AddRange(ids!);
        }

        all.Sort();
        Assert.Equal([1, 2, 3, 4], all);

        // Another source has not read it, and afterwards it is not held any more.
        foreach (StreamSource other in new[] { (await OpenAsync(new StreamOptions { FilesMax = 1 }, second)).Source, source })
        {
            StreamException exception = await Assert.ThrowsAsync<StreamException>(async () => await other.TryReadAsync(second, Cancellation));
            Assert.Equal(StreamProblem.DataLost, exception.Problem);
        }
    }

    [Fact]
    public async Task A_vacuumed_file_is_a_named_error()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(5, 1);
        await _store.DeleteAsync(
            Uri.UnescapeDataString((await table.GetSnapshotAsync(Cancellation)).Files.Single().Path), Cancellation);

        DataFileException exception = await Assert.ThrowsAsync<DataFileException>(() => ReadAllAsync(StreamStart.At(0)));
        Assert.Contains("vacuumed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_column_ends_the_stream_and_it_goes_on_with_the_column_when_it_is_opened_again()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(5, 1);
        (StreamSource source, StreamOffset offset) = await OpenAsync(new StreamOptions { Start = StreamStart.At(1) });
        (offset, _) = await ReadAsync(source, offset);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        Metadata wider = snapshot.Metadata.WithSchema(new Wallstreet.Delta.Schema.StructType(
            [.. snapshot.Schema.Fields, new StructField("name", PrimitiveType.String)]));
        await table.CommitAsync(new TableChange(snapshot) { NewMetadata = wider }, new CommitOptions("ADD COLUMNS"), Cancellation);
        await table.AddAsync(5, 2);

        StreamException exception = await Assert.ThrowsAsync<StreamException>(
            async () => await source.TryReadAsync(offset, Cancellation));
        Assert.Equal((StreamProblem.SchemaChanged, 2), (exception.Problem, exception.Version));
        Assert.Contains("'name'", exception.Message, StringComparison.Ordinal);

        (source, offset) = await OpenAsync(new StreamOptions(), offset);
        Assert.Equal(["id", "name"], source.Schema.Fields.Select(static field => field.Name));
        (_, List<long>? rest) = await ReadAsync(source, offset);
        Assert.Equal([2], rest);
    }

    [Fact]
    public async Task A_change_feed_that_is_off_is_a_named_error()
    {
        await (await NumberTable.CreateAsync(_store)).AddAsync(5, 1);

        ChangeDataException exception = await Assert.ThrowsAsync<ChangeDataException>(
            () => ReadAllAsync(new StreamOptions { Start = StreamStart.At(1), ReadChangeFeed = true }));
        Assert.Equal(ChangeDataProblem.NotRecorded, exception.Problem);
    }

    [Fact]
    public async Task An_offset_of_another_table_or_kind_or_of_the_future_is_refused()
    {
        await (await NumberTable.CreateAsync(_store)).AddAsync(5, 1);
        (StreamSource _, StreamOffset offset) = await OpenAsync(new StreamOptions());

        foreach (StreamOffset wrong in new[]
        {
            offset with { TableId = "other" }, offset with { ReadsChangeFeed = true },
            offset with { Version = 9, IsInitialSnapshot = false },
        })
        {
            StreamException exception = await Assert.ThrowsAsync<StreamException>(() => ReadAllAsync(new StreamOptions(), wrong));
            Assert.Equal(StreamProblem.OffsetUnusable, exception.Problem);
        }
    }

    [Fact]
    public async Task Offsets_between_which_no_batch_lies_cannot_be_read_again()
    {
        await (await NumberTable.CreateAsync(_store)).AddAsync(1, 1, 2);
        (StreamSource source, StreamOffset offset) = await OpenAsync(new StreamOptions { Start = StreamStart.At(1) });

        StreamException exception = await Assert.ThrowsAsync<StreamException>(
            async () => await source.ReadAgainAsync(offset, offset with { Version = 7 }, Cancellation));
        Assert.Equal(StreamProblem.OffsetUnusable, exception.Problem);
        Assert.Single((await source.ReadAgainAsync(offset, offset with { Index = 1 }, Cancellation)).Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("""{"tableId":"x","version":-1,"index":0,"isInitialSnapshot":false,"readsChangeFeed":false}""")]
    [InlineData("""{"tableId":"x","version":1,"index":0}""")]
    public void A_text_that_is_no_offset_is_refused(string json) =>
        Assert.Throws<FormatException>(() => StreamOffset.Parse(json));

    [Fact]
    public async Task A_stream_waits_for_what_comes_and_ends_when_it_is_cancelled()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        (StreamSource source, _) = await OpenAsync(
            new StreamOptions { Start = StreamStart.Latest, PollInterval = TimeSpan.FromMilliseconds(5) });
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<long> writer = Task.Run(async () =>
        {
            await Task.Delay(30, Cancellation);
            return await table.AddAsync(5, 1);
        }, Cancellation);
        int batches = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (StreamBatch batch in source.ReadAsync(null, stop.Token))
            {
                batches++;
                Assert.Single(batch.Files);
                await stop.CancelAsync();
            }
        });
        Assert.Equal((1, 1), (batches, await writer));
    }

    private async Task<(StreamSource Source, StreamOffset Offset)> OpenAsync(StreamOptions options, StreamOffset? offset = null)
    {
        DeltaTable table = await DeltaTable.OpenAsync(_store, null, Cancellation);
        StreamSource source = await StreamSource.OpenAsync(table, options, offset, Cancellation);
        return (source, source.Start);
    }

    private Task<List<long>> ReadAllAsync(StreamStart start) => ReadAllAsync(new StreamOptions { Start = start });

    private async Task<List<long>> ReadAllAsync(StreamOptions options, StreamOffset? offset = null)
    {
        (StreamSource source, StreamOffset at) = await OpenAsync(options, offset);
        List<long> all = [];
        while (true)
        {
            (at, List<long>? ids) = await ReadAsync(source, at);
            if (ids is null)
            {
                return all;
            }

            all.AddRange(ids);
        }
    }

    private async Task<List<int>> CountAsync(StreamOptions options)
    {
        (StreamSource source, StreamOffset at) = await OpenAsync(options);
        List<int> counts = [];
        while (await source.TryReadAsync(at, Cancellation) is { } batch)
        {
            counts.Add(batch.Files.Count);
            at = batch.End;
        }

        return counts;
    }

    private static async Task<(StreamOffset Offset, List<long>? Ids)> ReadAsync(StreamSource source, StreamOffset offset)
    {
        if (await source.TryReadAsync(offset, Cancellation) is not { } batch)
        {
            return (offset, null);
        }

        List<long> ids = [];
        await foreach (RecordBatch rows in batch.ReadAsync(new ArrowDataEngine(), Cancellation))
        {
            using (rows)
            {
                ids.AddRange(NumberTable.Ids(rows));
            }
        }

        ids.Sort();
        return (batch.End, ids);
    }
}
