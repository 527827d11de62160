using System.Text;
using TestKit;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Delta.Tests.Engine;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.DeletionVectors;

/// <summary>Deleted rows are left out, and what is wrong with a deletion vector is said.</summary>
[OnEveryStore]
public sealed class DeletionVectorTests
{
    private const string Corpus = "delta-corpus/delta-spark-resources/";
    private readonly ArrowDataEngine _engine = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_of_an_inline_vector_are_left_out_of_scans_filters_and_counts()
    {
        DeltaTable table = await CreateAsync();
        await DeleteAsync(table, InlineBitmap.Of(1, 3), 2);

        Assert.Equal(["'A' | 0", "'C' | 2", "'E' | 4"], await table.ReadTextAsync());
        Assert.Equal(["'E' | 4"], await table.ReadTextAsync(new Predicate.Comparison("price", ComparisonOperator.GreaterOrEqual, Literal.Of(3.0))));
        Assert.Equal(3, (await table.GetSnapshotAsync(Cancellation)).RowCount);
    }

    [Fact]
    public async Task A_replacement_does_not_bring_deleted_rows_back()
    {
        DeltaTable table = await CreateAsync();
        await DeleteAsync(table, InlineBitmap.Of(1, 3), 2);

        await table.ReplaceWhereAsync(
            _engine,
            Predicate.Equal("symbol", Literal.Of("C")),
            Batches.StreamAsync(Batches.Prices(("C", 20))),
            Tables.Commit,
            Cancellation);

        Assert.Equal(["'A' | 0", "'C' | 20", "'E' | 4"], await table.ReadTextAsync());
        Assert.All((await table.GetSnapshotAsync(Cancellation)).Files, file => Assert.Null(file.DeletionVector));
    }

    [Fact]
    public async Task A_vector_with_an_absolute_path_is_read_whatever_its_folder_is_called()
    {
        const string Log = "_delta_log/00000000000000000000.json";
        IObjectStore store = await TestStore.CopyAsync(SharedData.PathOf(Corpus + "table-with-dv-special-char"), Cancellation);
        string escaped = store.Location.AbsoluteUri + Uri.EscapeDataString("folder&with%special char");
        string log = Encoding.UTF8.GetString(await store.GetAsync(Log, Cancellation));
        await store.PutAsync(
            Log,
            Encoding.UTF8.GetBytes(log.Replace("file:{{FOLDER_WITH_SPECIAL_CHAR}}", escaped, StringComparison.Ordinal)),
            Cancellation);
        DeltaTable table = await DeltaTable.OpenAsync(store, null, Cancellation);

        Assert.Equal(5, (await table.ReadTextAsync()).Count);
    }

    [Theory]
    [InlineData("is missing")]
    [InlineData("checksum")]
    [InlineData("version")]
    [InlineData("too soon")]
    [InlineData("descriptor")]
    public async Task A_vector_whose_file_is_wrong_is_an_error_that_names_it(string what)
    {
        IObjectStore store = await TestStore.CopyAsync(SharedData.PathOf(Corpus + "table-with-dv-small"), Cancellation);
        string file = Assert.Single(await store.ListAsync("", null, Cancellation).Select(head => head.Key)
            .Where(key => key.EndsWith(".bin", StringComparison.Ordinal)).ToListAsync(Cancellation));
        byte[] content = await store.GetAsync(file, Cancellation);
        switch (what)
        {
            case "checksum":
                content[^6] ^= 1;
                break;
            case "version":
                content[0] = 2;
                break;
            case "descriptor":
                content[4]++;
                break;
            default:
                content = content[..^2];
                break;
        }

        await store.DeleteAsync(file, Cancellation);
        if (what != "is missing")
        {
            await store.PutAsync(file, content, Cancellation);
        }

        DataFileException exception = await Assert.ThrowsAsync<DataFileException>(
            async () => await (await DeltaTable.OpenAsync(store, null, Cancellation)).ReadTextAsync());

        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
        Assert.Contains("deleted rows would come back", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("i", "not one of base 85", "\"\"\"\"\"")]
    [InlineData("i", "multiple of 5", "0000")]
    [InlineData("i", "more than four bytes", "#####")]
    [InlineData("i", "its descriptor says 34", "0000000000")]
    [InlineData("u", "too short", "abc")]
    [InlineData("p", "not an absolute path", "abc")]
    public async Task A_descriptor_that_says_nonsense_is_an_error(string storage, string what, string text)
    {
        DeltaTable table = await CreateAsync();
        AddFile file = Assert.Single((await table.GetSnapshotAsync(Cancellation)).Files);

        DataFileException exception = await Assert.ThrowsAsync<DataFileException>(async () =>
            await table.ReadDeletionVectorAsync(
                file with { DeletionVector = new DeletionVectorDescriptor(storage, text, 1, 34, 1) }, Cancellation));

        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vector_that_deletes_other_than_it_says_is_an_error()
    {
        DeltaTable table = await CreateAsync();
        await DeleteAsync(table, InlineBitmap.Of(1, 3), 3);

        DataFileException exception = await Assert.ThrowsAsync<DataFileException>(() => table.ReadTextAsync());

        Assert.Contains("deletes 2 rows, and its descriptor says 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_kind_of_storage_is_refused_by_the_features_name()
    {
        DeltaTable table = await CreateAsync();
        AddFile file = Assert.Single((await table.GetSnapshotAsync(Cancellation)).Files);

        UnsupportedFeatureException exception = await Assert.ThrowsAsync<UnsupportedFeatureException>(async () =>
            await table.ReadDeletionVectorAsync(
                file with { DeletionVector = new DeletionVectorDescriptor("z", "", null, 1, 1) }, Cancellation));

        Assert.Equal("deletionVectors", exception.Feature);
    }

    private static async Task DeleteAsync(DeltaTable table, (string Text, int SizeBytes) bitmap, long cardinality)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        AddFile file = Assert.Single(snapshot.Files);
        await table.CommitAsync(
            new TableChange(snapshot)
            {
                Removes = [file],
                Adds = [file with { DeletionVector = new DeletionVectorDescriptor("i", bitmap.Text, null, bitmap.SizeBytes, cardinality) }],
            },
            Tables.Commit,
            Cancellation);
    }

    private async Task<DeltaTable> CreateAsync()
    {
        TableDefinition definition = new(Tables.Schema)
        {
            Properties = new Dictionary<string, string> { ["delta.enableDeletionVectors"] = "true" },
        };
        DeltaTable table = await DeltaTable.CreateAsync(TestStore.New(), definition, Tables.Commit, null, Cancellation);
        await table.AppendAsync(
            _engine,
            Batches.StreamAsync(Batches.Prices(("A", 0), ("B", 1), ("C", 2), ("D", 3), ("E", 4))),
            Tables.Commit,
            Cancellation);
        return table;
    }
}
