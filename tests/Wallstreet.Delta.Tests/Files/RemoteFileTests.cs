using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Tests.Engine;
using Wallstreet.Storage;
using StructType = Wallstreet.Delta.Schema.StructType;

namespace Wallstreet.Delta.Tests.Files;

/// <summary>Data files of stores that are on no file system: read by ranges, of the wanted columns alone.</summary>
[OnEveryStore]
public sealed class RemoteFileTests
{
    private const int Columns = 12;
    private const int Rows = 90_000;
    private const int GroupRows = 30_000;

    private static readonly ArrowDataEngine _engine = new();
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_projection_fetches_the_footer_and_the_chunks_of_its_columns()
    {
        AddFile file = await WriteAsync();
        RangeStore remote = new(_store);

        Assert.Equal(Expected(5), await ReadAsync(remote, 5));

        // The footer, and a range for each row group: they lie apart.
        Assert.Equal(4, remote.Ranges.Count);
        long fetched = remote.Ranges.Sum(static range => range.Length);
        Assert.InRange(fetched, Rows * sizeof(double), (Rows * sizeof(double) * 1.05) + (64 << 10));
        Assert.True(fetched < file.SizeBytes / 8, $"{fetched} bytes of {file.SizeBytes}.");
    }

    [Fact]
    public async Task A_file_is_read_whole_in_few_large_requests_that_ask_for_no_byte_twice()
    {
        AddFile file = await WriteAsync();
        RangeStore remote = new(_store);

        List<double[]> read = await ReadAsync(remote, [.. Enumerable.Range(0, Columns)]);

        Assert.Equal(Columns, read.Count);
        for (int column = 0; column < Columns; column++)
        {
            Assert.Equal(Expected(column)[0], read[column]);
        }

        Assert.InRange(remote.Ranges.Count, 2, 4);
        Assert.InRange(remote.Ranges.Sum(static range => range.Length), file.SizeBytes - (64 << 10), file.SizeBytes);
    }

    [Fact]
    public async Task A_small_file_is_one_request()
    {
        await WriteAsync(rows: 100);
        RangeStore remote = new(_store);

        Assert.Equal(Expected(3, rows: 100), await ReadAsync(remote, 3));

        Assert.Single(remote.Ranges);
    }

    [Fact]
    public async Task A_file_that_is_larger_than_the_log_says_is_read_whole()
    {
        await WriteAsync(sizeBytes: 100);

        Assert.Equal(Expected(7), await ReadAsync(new RangeStore(_store), 7));
    }

    [Fact]
    public async Task Only_the_footer_is_read_to_count_rows()
    {
        await WriteAsync();
        RangeStore remote = new(_store);
        DeltaTable table = await DeltaTable.OpenAsync(remote, null, Cancellation);

        long rows = 0;
        await foreach (RecordBatch batch in _engine.ReadAsync(
            table, (await table.GetSnapshotAsync(Cancellation)).PlanScan(null), [], Cancellation))
        {
            rows += batch.Length;
            batch.Dispose();
        }

        Assert.Equal(Rows, rows);
        Assert.Single(remote.Ranges);
    }

    [Fact]
    public async Task A_truncated_object_is_an_error_that_names_it()
    {
        AddFile file = await WriteAsync();
        byte[] content = await _store.GetAsync(file.Path, Cancellation);
        await _store.PutAsync(file.Path, content.AsMemory(0, content.Length - 200_000), Cancellation);

        DataFileException error = await Assert.ThrowsAsync<DataFileException>(() => ReadAsync(new RangeStore(_store), 1));

        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read: Parquet magic bytes not found in footer. ", error.Message, StringComparison.Ordinal);
        Assert.Contains("truncated or damaged", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_object_that_is_deleted_while_it_is_read_is_missing(int request)
    {
        AddFile file = await WriteAsync();
        RangeStore remote = new(_store, async (key, count) =>
        {
            if (count == request)
            {
                await _store.DeleteAsync(key, Cancellation);
            }
        });

        DataFileException error = await Assert.ThrowsAsync<DataFileException>(() => ReadAsync(remote, 1));

        Assert.Contains($"'{file.Path}' of version 0 is missing", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, remote.Running);
    }

    [Fact]
    public async Task An_object_that_is_written_over_while_it_is_read_is_an_error_although_every_range_could_be_read()
    {
        AddFile file = await WriteAsync();
        byte[] other = await _store.GetAsync(file.Path, Cancellation);
        other[^1_000_000] ^= 1;
        RangeStore remote = new(_store, async (key, count) =>
        {
            if (count == 3)
            {
                await _store.PutAsync(key, other, Cancellation);
            }
        });

        DataFileException error = await Assert.ThrowsAsync<DataFileException>(() => ReadAsync(remote, 1));

        Assert.Contains($"'{file.Path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("written over", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_becomes_shorter_while_it_is_read_is_an_error_with_its_new_end()
    {
        AddFile file = await WriteAsync();
        byte[] content = await _store.GetAsync(file.Path, Cancellation);
        RangeStore remote = new(_store, async (key, count) =>
        {
            if (count == 2)
            {
                await _store.PutAsync(key, content.AsMemory(0, 1000), Cancellation);
            }
        });

        DataFileException error = await Assert.ThrowsAsync<DataFileException>(() => ReadAsync(remote, 11));

        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains($"it had {content.Length} bytes when it was opened", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task What_the_store_says_of_a_failed_read_is_not_taken_for_damage(int request)
    {
        await WriteAsync();
        RangeStore remote = new(_store, (_, count) => count == request
            ? throw new ObjectStoreUnavailableException("The store is away.")
            : Task.CompletedTask);

        await Assert.ThrowsAsync<ObjectStoreUnavailableException>(() => ReadAsync(remote, 1));

        Assert.Equal(0, remote.Running);
    }

    [Fact]
    public async Task A_read_that_is_given_up_ends_its_requests()
    {
        await WriteAsync();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        RangeStore remote = new(_store, async (_, count) =>
        {
            if (count == 3)
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, Cancellation);
            }
        });
        DeltaTable table = await DeltaTable.OpenAsync(remote, null, Cancellation);
        ScanPlan plan = (await table.GetSnapshotAsync(Cancellation)).PlanScan(null);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RecordBatch batch in _engine.ReadAsync(table, plan, ["c1"], stop.Token))
            {
                batch.Dispose();
            }
        });

        Assert.Equal(0, remote.Running);
    }

    [Fact]
    public async Task A_reader_that_stops_early_leaves_no_request_behind()
    {
        await WriteAsync();
        RangeStore remote = new(_store, static (_, count) =>
            count > 2 ? Task.Delay(Timeout.Infinite, Cancellation) : Task.CompletedTask);
        DeltaTable table = await DeltaTable.OpenAsync(remote, null, Cancellation);
        ScanPlan plan = (await table.GetSnapshotAsync(Cancellation)).PlanScan(null);

        await foreach (RecordBatch batch in _engine.ReadAsync(table, plan, ["c1"], Cancellation))
        {
            batch.Dispose();
            break;
        }

        Assert.Equal(0, remote.Running);
    }

    private static double[][] Expected(int column, int rows = Rows)
    {
        Random random = new(column);
        return [[.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())]];
    }

    private static async Task<List<double[]>> ReadAsync(IObjectStore store, params int[] columns)
    {
        DeltaTable table = await DeltaTable.OpenAsync(store, null, Cancellation);
        List<List<double>> read = [.. columns.Select(static _ => new List<double>())];
        await foreach (RecordBatch batch in _engine.ReadAsync(
            table, (await table.GetSnapshotAsync(Cancellation)).PlanScan(null), [.. columns.Select(static column => $"c{column}")], Cancellation))
        {
            using (batch)
            {
                for (int column = 0; column < columns.Length; column++)
                {
                    read[column].AddRange(((DoubleArray)batch.Column(column)).Values);
                }
            }
        }

        return [.. read.Select(static values => values.ToArray())];
    }

    /// <summary>A table of one file, of three row groups and twelve columns that no encoding makes smaller.</summary>
    private async Task<AddFile> WriteAsync(int rows = Rows, long? sizeBytes = null)
    {
        StructType schema = new([.. Enumerable.Range(0, Columns).Select(static column => new StructField($"c{column}", PrimitiveType.Double))]);
        Metadata metadata = new("any", SchemaJson.Write(schema));
        RecordBatch batch = new(
            new Apache.Arrow.Schema(Enumerable.Range(0, Columns).Select(static column => new Field($"c{column}", DoubleType.Default, true)), null),
            Enumerable.Range(0, Columns).Select(column => new DoubleArray.Builder().AppendRange(Expected(column, rows)[0]).Build()),
            rows);
        AddFile file = Assert.Single(await _engine.WriteAsync(
            _store, metadata, Batches.StreamAsync(batch), new WriteOptions { RowGroupRows = GroupRows }, Cancellation));
        await DeltaTable.CreateAsync(
            _store, new TableDefinition(schema) { Files = [file with { SizeBytes = sizeBytes ?? file.SizeBytes }] }, Tables.Commit, null, Cancellation);
        return file;
    }
}
