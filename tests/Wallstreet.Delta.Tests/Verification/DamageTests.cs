using System.Text;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Tests.ChangeData;
using Wallstreet.Delta.Verification;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Verification;

/// <summary>Each kind of damage is found, and named with its place.</summary>
[OnEveryStore]
public sealed class DamageTests
{
    private const string Damage = "Damage";
    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_table_has_no_findings_and_tells_what_was_looked_at()
    {
        DeltaTable table = await MakeAsync();
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(Cancellation), Cancellation);

        VerificationReport report = await VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.False(report.IsDamaged);
        Assert.Equal(
            (3, 4, 1, 2, 1, 5), (report.Version, report.Commits, report.CheckpointsCompared, report.Files, report.DeletionVectors, report.Rows));
    }

    [Fact]
    public async Task A_missing_commit_is_found_and_does_not_hide_the_rest()
    {
        await MakeAsync();
        await _store.DeleteAsync(Commit(2), Cancellation);

        VerificationReport report = await VerifyAsync();

        Assert.True(report.IsDamaged);
        Assert.Contains(report.Findings, static finding => finding.Place == Commit(2) && finding.Message.Contains("jumps from version 1 to 3"));
        Assert.Contains(report.Findings, static finding => finding.Message.Contains("The newest version cannot be read"));
        Assert.Equal(-1, report.Version);
    }

    [Theory]
    [InlineData("{\"add\":", "is not a valid action")]
    [InlineData("""
        {"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[]}","partitionColumns":[],"configuration":{}}}
        {"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[]}","partitionColumns":[],"configuration":{}}}
        """, "several 'metaData' actions")]
    [InlineData("""
        {"add":{"path":"a.parquet","partitionValues":{},"size":1,"modificationTime":0,"dataChange":true}}
        {"add":{"path":"a.parquet","partitionValues":{},"size":1,"modificationTime":0,"dataChange":true}}
        """, "adds 'a.parquet' twice")]
    [InlineData("""
        {"add":{"path":"a.parquet","partitionValues":{},"size":1,"modificationTime":0,"dataChange":true}}
        {"remove":{"path":"a.parquet","dataChange":true}}
        """, "adds and removes 'a.parquet'")]
    [InlineData("""{"remove":{"path":"never.parquet","dataChange":true}}""", "is no file of the version before", "Warning")]
    [InlineData("""{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"writerFeatures":[]}}""", "readerFeatures")]
    public async Task A_commit_that_breaks_the_protocol_is_found(string content, string expected, string severity = Damage)
    {
        await MakeAsync();
        await _store.PutAsync(Commit(4), Encoding.UTF8.GetBytes(content), Cancellation);

        Assert.Contains(
            (await VerifyAsync()).Findings,
            finding => finding.Place == Commit(4) && finding.Severity.ToString() == severity
                && finding.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_leave_an_append_only_table_and_lost_in_commit_timestamps_are_found()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store, "delta.appendOnly", "delta.enableInCommitTimestamps");
        await table.AddAsync(5, 1);
        AddFile file = (await table.GetSnapshotAsync(Cancellation)).Files.Single();
        await _store.PutAsync(
            Commit(2), Encoding.UTF8.GetBytes($"{{\"remove\":{{\"path\":\"{file.Path}\",\"dataChange\":true}}}}"), Cancellation);

        IReadOnlyList<VerificationFinding> findings = (await VerifyAsync()).Findings;
        Assert.Contains(findings, static finding => finding.Message.Contains("append-only"));
        Assert.Contains(findings, static finding => finding.Message.Contains("no inCommitTimestamp"));
    }

    [Fact]
    public async Task Files_without_row_ids_are_no_damage_while_row_tracking_is_suspended()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store, "delta.feature.rowTracking", "delta.rowTrackingSuspended");
        await table.AddAsync(5, 1);

        Assert.Empty((await VerifyAsync()).Findings);
    }

    [Fact]
    public async Task A_checkpoint_that_says_other_than_the_commits_is_found()
    {
        await MakeAsync();
        IObjectStore other = TestStore.New();
        DeltaTable copy = await NumberTable.CreateAsync(other);
        for (int version = 1; version <= 3; version++)
        {
            await copy.AddAsync(5, version);
        }

        await copy.WriteCheckpointAsync(await copy.GetSnapshotAsync(Cancellation), Cancellation);
        string key = "_delta_log/00000000000000000003.checkpoint.parquet";
        await _store.PutAsync(key, await other.GetAsync(key, Cancellation), Cancellation);

        VerificationFinding found = Assert.Single(
            (await VerifyAsync()).Findings, finding => finding.Place == key);
        Assert.Contains("differs from a replay of the commits", found.Message, StringComparison.Ordinal);

        await _store.PutAsync(key, "PAR1 cut off"u8.ToArray(), Cancellation);
        Assert.Contains((await VerifyAsync()).Findings, finding => finding.Place == key && finding.Severity == VerificationSeverity.Damage);
    }

    [Fact]
    public async Task A_checksum_that_disagrees_and_a_note_of_a_lost_checkpoint_are_warnings()
    {
        await MakeAsync();
        await _store.PutAsync(
            "_delta_log/00000000000000000003.crc", """{"tableSizeBytes":1,"numFiles":7,"numMetadata":1,"numProtocol":1}"""u8.ToArray(), Cancellation);
        await _store.PutAsync("_delta_log/_last_checkpoint", """{"version":2,"size":3}"""u8.ToArray(), Cancellation);

        VerificationReport report = await VerifyAsync();

        Assert.False(report.IsDamaged);
        Assert.Contains(report.Findings, static finding => finding.Check == "checksum" && finding.Message.Contains("7 files"));
        Assert.Contains(report.Findings, static finding => finding.Check == "checkpoint" && finding.Message.Contains("version 2"));
    }

    [Fact]
    public async Task A_compaction_that_lost_a_file_is_found()
    {
        await MakeAsync();
        await _store.PutAsync(
            "_delta_log/00000000000000000001.00000000000000000003.compacted.json", "{}"u8.ToArray(), Cancellation);

        Assert.Contains(
            (await VerifyAsync()).Findings,
            static finding => finding.Check == "compaction" && finding.Message.Contains("it lacks the files"));
    }

    [Fact]
    public async Task Missing_and_truncated_files_and_vectors_are_found()
    {
        DeltaTable table = await MakeAsync();
        AddFile[] files = [.. (await table.GetSnapshotAsync(Cancellation)).Files.OrderBy(static file => file.DeletionVector is null)];
        await PutVectorAsync(files[1], """{"storageType":"u","pathOrInlineDv":"ab^-aqEH.-t@S}K{vb[*k^","offset":1,"sizeInBytes":36,"cardinality":2}""");
        await _store.DeleteAsync(files[0].Path, Cancellation);
        await _store.PutAsync(files[1].Path, (await _store.GetAsync(files[1].Path, Cancellation)).AsMemory()[..50], Cancellation);

        IReadOnlyList<VerificationFinding> findings = (await VerifyAsync()).Findings;

        Assert.Contains(findings, finding => finding.Check == "file" && finding.Place == files[0].Path && finding.Message.Contains("missing"));
        Assert.Contains(findings, finding => finding.Check == "file" && finding.Place == files[1].Path && finding.Message.Contains("It has 50 bytes"));
        Assert.Contains(findings, finding => finding.Check == "deletionVector" && finding.Place == files[1].Path && finding.Message.Contains("missing"));
        Assert.Contains(findings, finding => finding.Check == "data" && finding.Place == files[1].Path);
    }

    [Theory]
    [InlineData("""{"numRecords":9}""", "It has 2 rows; its statistics say 9", Damage)]
    [InlineData("""{"numRecords":2,"minValues":{"id":5},"maxValues":{"id":6},"nullCount":{"id":0}}""", "has the value 4; its statistics say that it begins at 5", Damage)]
    [InlineData("""{"numRecords":2,"minValues":{"id":1},"maxValues":{"id":4},"nullCount":{"id":0}}""", "has the value 5; its statistics say that it ends at 4", Damage)]
    [InlineData("""{"numRecords":2,"nullCount":{"id":2}}""", "has 0 nulls in 2 rows; its statistics say 2", Damage)]
    [InlineData("""{"numRecords":2,"minValues":{"id":1},"maxValues":{"id":9},"nullCount":{"id":0}}""", null, Damage)]
    [InlineData("""{"numRecords":2,"minValues":{"id":9},"maxValues":{"id":1}}""", "begins at 9 and ends at 1", "Warning")]
    [InlineData("""{"numRecords":2,"nullCount":{"id":3}}""", "3 nulls in 2 rows", "Warning")]
    [InlineData("{broken", "no JSON object", "Warning")]
    public async Task Statistics_that_lose_rows_are_damage_and_wider_ones_are_fine(string statistics, string? expected, string severity)
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        IReadOnlyList<AddFile> files = await new ArrowDataEngine().WriteAsync(
            table, snapshot, NumberTable.StreamAsync(4, 5), new WriteOptions(), Cancellation);
        await table.CommitAsync(
            new TableChange(snapshot) { Adds = [files[0] with { Statistics = statistics }] }, new CommitOptions("WRITE"), Cancellation);

        VerificationReport report = await VerifyAsync();

        Assert.Equal(expected is not null && severity == Damage, report.IsDamaged);
        Assert.Equal(expected is not null, report.Findings.Any(finding => finding.Severity.ToString() == severity
            && finding.Message.Contains(expected!, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_partition_value_of_another_type_is_found()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(new Wallstreet.Delta.Schema.StructType(
                new StructField("id", PrimitiveType.Long), new StructField("day", PrimitiveType.Date)))
            {
                PartitionColumns = ["day"],
            },
            Tables.Commit,
            null,
            Cancellation);
        await table.CommitAsync(
            new TableChange(await table.GetSnapshotAsync(Cancellation))
            {
                Adds = [Tables.File("a.parquet") with { PartitionValues = new Dictionary<string, string?> { ["day"] = "yesterday" } }],
            },
            Tables.Commit,
            Cancellation);

        Assert.Contains(
            (await VerifyAsync()).Findings,
            static finding => finding.Check == "partition" && finding.Message.Contains("'yesterday'"));
    }

    [Fact]
    public async Task Nulls_in_a_column_that_allows_none_are_found()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.CommitAsync(
            new TableChange(await table.GetSnapshotAsync(Cancellation))
            {
                Adds = await new ArrowDataEngine().WriteAsync(
                    table, await table.GetSnapshotAsync(Cancellation), Nulls(), new WriteOptions(), Cancellation),
            },
            Tables.Commit,
            Cancellation);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        using Wallstreet.Delta.Actions.Json.ActionWriter writer = new();
        writer.Write(snapshot.Metadata.WithSchema(
            new Wallstreet.Delta.Schema.StructType(new StructField("id", PrimitiveType.Long, nullable: false))));
        await _store.PutAsync(Commit(2), writer.Content, Cancellation);

        Assert.Contains(
            (await VerifyAsync()).Findings, static finding => finding.Check == "rule" && finding.Message.Contains("NOT NULL, and 1 rows"));
    }

    [Fact]
    public async Task Files_that_no_version_needs_are_counted_and_are_no_damage()
    {
        await MakeAsync();
        await _store.PutAsync("left-behind.parquet", new byte[7], Cancellation);
        await _store.PutAsync("_staging/not-ours.parquet", new byte[7], Cancellation);

        VerificationReport report = await VerifyAsync();

        VerificationFinding finding = Assert.Single(report.Findings);
        Assert.Equal((VerificationSeverity.Note, "left-behind.parquet"), (finding.Severity, finding.Place));
        Assert.Contains("1, with 7 bytes", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_are_bounded_and_the_rest_is_counted()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(1, Enumerable.Range(0, 9).Select(static id => (long)id));
        foreach (AddFile file in (await table.GetSnapshotAsync(Cancellation)).Files)
        {
            await _store.DeleteAsync(file.Path, Cancellation);
        }

        VerificationReport report = await TableVerifier.VerifyAsync(
            _store, new VerificationOptions { FindingsMax = 4 }, null, Cancellation);

        Assert.Equal(5, report.Findings.Count);
        Assert.Equal("There are 5 more of these.", report.Findings[^1].Message);
    }

    [Fact]
    public async Task A_place_without_a_table_and_a_version_that_there_is_not_are_errors()
    {
        await Assert.ThrowsAsync<DeltaTableNotFoundException>(VerifyAsync);
        await MakeAsync();
        await Assert.ThrowsAsync<VersionNotFoundException>(async () => await TableVerifier.VerifyAsync(
            _store, new VerificationOptions { Version = 9 }, null, Cancellation));
    }

    [Fact]
    public async Task A_vector_that_deletes_more_rows_than_the_file_has_is_found()
    {
        DeltaTable table = await MakeAsync();
        (string text, int size) = TestKit.InlineBitmap.Of(0, 1, 2);
        await PutVectorAsync(
            (await table.GetSnapshotAsync(Cancellation)).Files.Single(static file => file.DeletionVector is null),
            $$"""{"storageType":"i","pathOrInlineDv":{{System.Text.Json.JsonSerializer.Serialize(text)}},"sizeInBytes":{{size}},"cardinality":3}""");

        Assert.Contains(
            (await VerifyAsync()).Findings,
            static finding => finding.Check == "deletionVector" && finding.Message.Contains("3 rows up to row 2, and the file has 2"));
    }

    /// <summary>Gives a file another deletion vector in a commit of its own.</summary>
    private async Task PutVectorAsync(AddFile file, string vector)
    {
        string statistics = System.Text.Json.JsonSerializer.Serialize(file.Statistics);
        await _store.PutAsync(
            Commit(4),
            Encoding.UTF8.GetBytes(
                $"{{\"remove\":{{\"path\":\"{file.Path}\",\"dataChange\":true}}}}\n{{\"add\":{{\"path\":\"{file.Path}\","
                + $"\"partitionValues\":{{}},\"size\":{file.SizeBytes},\"modificationTime\":0,\"dataChange\":true,"
                + $"\"stats\":{statistics},\"deletionVector\":{vector}}}}}"),
            Cancellation);
    }

    /// <summary>Two files, of one of which a row is deleted.</summary>
    private async Task<DeltaTable> MakeAsync()
    {
        DeltaTable table = await NumberTable.CreateAsync(_store);
        await table.AddAsync(5, 1, 2, 3);
        await table.AddAsync(5, 4, 5);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        await table.DeleteAsync(snapshot.Files.Single(file => snapshot.FindStatistics(file)!.RecordCount == 3), 1);
        return table;
    }

    private async Task<VerificationReport> VerifyAsync() =>
        await TableVerifier.VerifyAsync(_store, new VerificationOptions { ReadsData = true }, null, Cancellation);

    private static string Commit(int version) => $"_delta_log/{version:D20}.json";

    private static async IAsyncEnumerable<Apache.Arrow.RecordBatch> Nulls()
    {
        await Task.Yield();
        Apache.Arrow.Int64Array array = new Apache.Arrow.Int64Array.Builder().Append(1).AppendNull().Build();
        yield return new Apache.Arrow.RecordBatch(NumberTable.Batch(1).Schema, [array], 2);
    }
}
