using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Data;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Files;

namespace Wallstreet.Query.Tests.Variants;

/// <summary>Variants as the files of a table hold them, past all that this program makes of them.</summary>
internal static class StoredVariants
{
    /// <summary>A date, a time, bytes, an id, a float and a null that is no null of SQL: what JSON does not know.</summary>
    public static readonly string[] Exotic =
        ["2CE8460000", "3040420F0000000000", "3C03000000616263", "5000112233445566778899AABBCCDDEEFF", "380000C03F", "00"];

    private const string NoNames = "110000";

    /// <summary>Appends rows of which each holds one of the values, under the ids from 0 on.</summary>
    public static async Task AppendAsync(DeltaTable table, string column, IReadOnlyList<string> values)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Lake.Token);
        BinaryArray.Builder value = new();
        BinaryArray.Builder metadata = new();
        Int64Array.Builder ids = new();
        for (int row = 0; row < values.Count; row++)
        {
            ids.Append(row);
            value.Append(Convert.FromHexString(values[row]).AsEnumerable());
            metadata.Append(Convert.FromHexString(NoNames).AsEnumerable());
        }

        StructType type = new([new Field("metadata", BinaryType.Default, false), new Field("value", BinaryType.Default, false)]);
        Schema schema = new([new Field("id", Int64Type.Default, true), new Field(column, type, true)], null);
        RecordBatch batch = new(
            schema,
            [ids.Build(), new StructArray(type, values.Count, [metadata.Build(), value.Build()], ArrowBuffer.Empty)],
            values.Count);
        IReadOnlyList<AddFile> files = await new ArrowDataEngine().WriteAsync(
            table, snapshot, Batches(batch), new WriteOptions(), Lake.Token);
        await table.CommitAsync(new TableChange(snapshot) { Adds = files }, new CommitOptions("WRITE"), Lake.Token);
    }

    /// <summary>Of each row that is not deleted, its id and the bytes of its variant, in hexadecimal.</summary>
    public static async Task<Dictionary<long, string>> ReadAsync(DeltaTable table, string column = "v", bool mayRepeat = false)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Lake.Token);
        string id = snapshot.Schema.Find("id")!.GetPhysicalName(snapshot.ColumnMapping);
        string name = snapshot.Schema.Find(column)!.GetPhysicalName(snapshot.ColumnMapping);
        Dictionary<long, string> found = [];
        await foreach ((_, _, DuckDBDataReader values) in StoredRows.ReadAsync(
            table, _ => $"""
                "{id}", coalesce(hex("{name}".value) || '/' || hex("{name}".metadata), 'NULL')
                """))
        {
            Assert.True(found.TryAdd(values.GetInt64(0), values.GetString(1)) || mayRepeat, "A row is there twice.");
        }

        return found;
    }

    /// <summary>Requires that in every file the parts of variants are as the protocol wants them.</summary>
    public static async Task RequirePlainAsync(DeltaTable table)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Lake.Token);
        Assert.NotEmpty(snapshot.Files);
        using DuckDBConnection connection = new("DataSource=:memory:");
        await connection.OpenAsync(Lake.Token);
        foreach (AddFile file in snapshot.Files)
        {
            string path = await TestStore.FetchAsync(table.Store, Uri.UnescapeDataString(file.Path), Lake.Token);
            Assert.False(VariantFiles.SayVariant(FileColumns.Read(path)));
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = "SELECT string_agg(DISTINCT repetition_type || ' ' || type, ',') "
                + $"FROM parquet_schema('{path}') WHERE name IN ('value', 'metadata')";
            Assert.Equal("REQUIRED BYTE_ARRAY", await command.ExecuteScalarAsync(Lake.Token));
        }
    }

    private static async IAsyncEnumerable<RecordBatch> Batches(RecordBatch batch)
    {
        await Task.CompletedTask;
        yield return batch;
    }
}
