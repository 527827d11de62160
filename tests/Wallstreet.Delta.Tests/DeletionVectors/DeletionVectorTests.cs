using TestKit;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Tests.Corpus;
using Wallstreet.Delta.Tests.Engine;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.DeletionVectors;

/// <summary>Deleted rows are left out, and what is wrong with a deletion vector is said.</summary>
public sealed class DeletionVectorTests : IDisposable
{
    private const string Corpus = "delta-corpus/delta-spark-resources/";
    private readonly TemporaryFolder _folder = new();
    private readonly ArrowDataEngine _engine = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

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
        string source = SharedData.PathOf(Corpus + "table-with-dv-special-char");
        string folder = _folder["special"];
        Copy(source, folder);
        string log = Path.Join(folder, "_delta_log", "00000000000000000000.json");
        string escaped = string.Join('/', Path.Join(folder, "folder&with%special char").Split('/').Select(Uri.EscapeDataString));
        await File.WriteAllTextAsync(
            log,
            (await File.ReadAllTextAsync(log, Cancellation)).Replace("{{FOLDER_WITH_SPECIAL_CHAR}}", escaped, StringComparison.Ordinal),
            Cancellation);
        DeltaTable table = await OpenAsync(folder);

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
        string folder = _folder["damaged"];
        Copy(SharedData.PathOf(Corpus + "table-with-dv-small"), folder);
        string file = Assert.Single(Directory.GetFiles(folder, "*.bin", SearchOption.AllDirectories));
        byte[] content = await File.ReadAllBytesAsync(file, Cancellation);
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

        File.Delete(file);
        if (what != "is missing")
        {
            await File.WriteAllBytesAsync(file, content, Cancellation);
        }

        DataFileException exception = await Assert.ThrowsAsync<DataFileException>(
            async () => await (await OpenAsync(folder)).ReadTextAsync());

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

    [Fact]
    public async Task Many_rows_are_asked_for_at_once_as_one_by_one()
    {
        byte[] content = await File.ReadAllBytesAsync(
            SharedData.PathOf("delta-corpus/roaring-format-spec/testdata/bitmapwithruns.bin"), Cancellation);
        DeletionVector vector = new(RoaringBitmap.Read32(content));
        long[] rows = [.. Enumerable.Range(0, 900_000).Select(static row => (long)row), 5, 3_000, long.MaxValue];
        bool[] alive = new bool[rows.Length];

        vector.FindAlive(rows, alive);

        HashSet<long> deleted = [.. vector.Rows];
        Assert.Equal(rows.Select(row => !deleted.Contains(row)), alive);
        Assert.Equal(rows.Select(vector.IsDeleted), rows.Select(deleted.Contains));
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

    private static void Copy(string source, string target)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Join(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static async Task<DeltaTable> OpenAsync(string folder) => await DeltaTable.OpenAsync(
        new ObjectStoreFactory(new ObjectStoreOptions()).Open(folder), null, Cancellation);

    private async Task<DeltaTable> CreateAsync()
    {
        TableDefinition definition = new(Tables.Schema)
        {
            Properties = new Dictionary<string, string> { ["delta.enableDeletionVectors"] = "true" },
        };
        DeltaTable table = await DeltaTable.CreateAsync(Tables.Memory(), definition, Tables.Commit, null, Cancellation);
        await table.AppendAsync(
            _engine,
            Batches.StreamAsync(Batches.Prices(("A", 0), ("B", 1), ("C", 2), ("D", 3), ("E", 4))),
            Tables.Commit,
            Cancellation);
        return table;
    }
}
