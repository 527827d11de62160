using Wallstreet.Delta;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Tests.Commands;

/// <summary>The kinds of tables that every command is tried on: <c>vectors partitioned mapped recorded</c>.</summary>
internal sealed record TableShape(bool DeletionVectors, bool Partitioned, bool Mapped, bool Recorded)
{
    public static TheoryData<string> All =>
    [
        "copy", "copy partitioned", "copy mapped", "copy partitioned mapped",
        "vectors", "vectors partitioned", "vectors mapped", "vectors partitioned mapped",
    ];

    /// <summary>All kinds, with change data and without.</summary>
    public static TheoryData<string> Recording => [.. All.Select(row => row.Data).SelectMany(shape => new[] { shape, shape + " recorded" })];

    public static TableShape Of(string words)
    {
        string[] parts = words.Split(' ');
        return new TableShape(
            parts.Contains("vectors"), parts.Contains("partitioned"), parts.Contains("mapped"), parts.Contains("recorded"));
    }

    /// <summary>Makes a table with rows in several files; its column p is the partition, if there is one.</summary>
    public async Task<DeltaTable> CreateAsync(Lake lake, string name, string sql)
    {
        await using QueryResult rows = await lake.Engine.QueryAsync($"DESCRIBE {sql}", null, Lake.Token);
        StructType schema = new([.. (await rows.ReadAllAsync(Lake.Token)).Select(
            row => new StructField((string)row[0]!, TypeOf((string)row[1]!)))]);
        Dictionary<string, string> properties = [];
        if (DeletionVectors)
        {
            properties["delta.enableDeletionVectors"] = "true";
        }

        if (Mapped)
        {
            properties["delta.columnMapping.mode"] = "name";
        }

        if (Recorded)
        {
            properties["delta.enableChangeDataFeed"] = "true";
        }

        await DeltaTable.CreateAsync(lake.Catalog.OpenStore(name), new TableDefinition(schema)
        {
            PartitionColumns = Partitioned ? ["p"] : [],
            Properties = properties,
        }, new CommitOptions("CREATE TABLE"), null, Lake.Token);
        await lake.WriteAsync(name, sql);
        return await lake.TableAsync(name);
    }

    private static DeltaType TypeOf(string name) => name switch
    {
        "INTEGER" => PrimitiveType.Integer,
        "BIGINT" => PrimitiveType.Long,
        "VARCHAR" => PrimitiveType.String,
        "DOUBLE" => PrimitiveType.Double,
        "DATE" => PrimitiveType.Date,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no type for tests"),
    };
}
