using System.Text;
using System.Text.RegularExpressions;
using TestKit;
using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Maintenance;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Conformance;

/// <summary>What an implementation that is not ours makes of each feature, held to the table in
/// <c>docs/reference/delta-readers.md</c>.</summary>
[OnEveryStore]
public sealed partial class ReadByOthersTests
{
    private const string Page = "docs/reference/delta-readers.md";

    private static readonly Dictionary<string, string[]> _features = new()
    {
        ["nested types"] = ["CREATE TABLE t AS SELECT i AS id, {'x': i, 'y': [i, NULL]} AS s, MAP {'k': i} AS m FROM range(5) r(i)"],
        ["`timestampNtz`"] = ["CREATE TABLE t AS SELECT TIMESTAMP '2024-02-29 12:00:00.123456' + to_days(i::INTEGER) AS at FROM range(5) r(i)"],
        ["partition values with odd characters"] =
            ["CREATE TABLE t PARTITIONED BY (p) AS SELECT i AS id, ['a b', 'x=y/z', '50 %', 'ü:?#''\"', '{}\\'][i + 1] AS p FROM range(5) r(i)"],
        ["partition values that are bytes"] = ["CREATE TABLE t PARTITIONED BY (p) AS SELECT i AS id, encode('b' || i) AS p FROM range(3) r(i)"],
        ["`columnMapping` by name"] = [Make("delta.columnMapping.mode=name"), "DELETE FROM t WHERE id = 1"],
        ["`columnMapping` by id"] = [Make("delta.columnMapping.mode=id"), "DELETE FROM t WHERE id = 1"],
        ["`deletionVectors`"] = [Make("delta.enableDeletionVectors=true"), "DELETE FROM t WHERE id IN (1, 3)"],
        ["deletion vectors by absolute path"] =
        [
            "CREATE TABLE t TBLPROPERTIES ('delta.enableDeletionVectors' = 'true') AS SELECT i::BIGINT AS id FROM range(20000) r(i)",
            "DELETE FROM t WHERE hash(id) % 7 = 3", "absolute",
        ],
        ["`identityColumns`"] =
            ["CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY, part STRING)", "INSERT INTO t (part) SELECT 'p' || i FROM range(5) r(i)"],
        ["`generatedColumns`"] =
            ["CREATE TABLE t (id BIGINT, twice BIGINT GENERATED ALWAYS AS (id * 2))", "INSERT INTO t (id) SELECT i FROM range(5) r(i)"],
        ["`clustering`"] =
            ["CREATE TABLE t (id BIGINT, part STRING) CLUSTER BY (id)", "INSERT INTO t SELECT i, 'p' FROM range(5) r(i)", "INSERT INTO t SELECT i, 'q' FROM range(5) r(i)", "optimize"],
        ["`changeDataFeed`"] = [Make("delta.enableChangeDataFeed=true"), "UPDATE t SET part = 'x' WHERE id = 2"],
        ["`inCommitTimestamp`"] = [Make("delta.enableInCommitTimestamps=true"), "DELETE FROM t WHERE id = 1"],
        ["`rowTracking`"] = [Make("delta.enableRowTracking=true"), "UPDATE t SET part = 'x' WHERE id = 2"],
        ["`v2Checkpoint`"] = [Make("delta.checkpointPolicy=v2", "delta.checkpointInterval=1"), "DELETE FROM t WHERE id = 1"],
        ["`checkConstraints`"] = [Make("delta.constraints.positive=id >= 0")],
        ["`typeWidening`"] = ["CREATE TABLE t AS SELECT i::INTEGER AS id FROM range(5) r(i)", "widen"],
        ["`void` columns"] = ["CREATE TABLE t AS SELECT i AS id FROM range(5) r(i)", "void"],
        ["`variantType`"] = ["CREATE TABLE t AS SELECT i::BIGINT AS id, parse_json('{\"a\":' || i || '}') AS v FROM range(5) r(i)"],
        ["shallow clones"] = ["CREATE TABLE source AS SELECT i AS id FROM range(5) r(i)", "clone"],
    };

    public static TheoryData<string> Features => [.. _features.Keys];

    [Theory]
    [MemberData(nameof(Features))]
    public async Task A_feature_is_read_by_others_as_the_page_says(string feature)
    {
        await using Lake lake = new();
        foreach (string step in _features[feature])
        {
            await RunAsync(lake, step);
        }

        string line = Assert.Single(
            File.ReadLines(Repository.PathOf(Page)), line => line.StartsWith($"| {feature} |", StringComparison.Ordinal));
        string expected = line.Split('|')[2].Trim();
        Exception? error = await Record.ExceptionAsync(
            async () => Assert.True(await Conformance.AssertSameAsync(lake, "t") > 2));

        if (expected == "yes")
        {
            Assert.Null(error);
        }
        else
        {
            string text = Assert.IsType<IndependentReaderException>(error).Message;
            Assert.Contains(expected.Split('`')[1], text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_changes_of_a_range_are_the_same_to_others()
    {
        await using Lake lake = new();
        IndependentReader reader = await IndependentReader.GetAsync(Lake.Token);
        foreach (string step in (string[])
        [
            Make("delta.enableChangeDataFeed=true", "delta.enableDeletionVectors=true"), "UPDATE t SET part = 'x' WHERE id = 2",
            "DELETE FROM t WHERE id = 4", "INSERT INTO t VALUES (9, 'new')",
        ])
        {
            await RunAsync(lake, step);
        }

        DeltaTable table = await lake.TableAsync("t");
        IndependentRows found = await reader.ReadAsync(
            $"SELECT id, part, _change_type, _commit_version FROM {Conformance.Source(table.Location)} "
            + "SETTINGS delta_lake_snapshot_start_version = 1, delta_lake_snapshot_end_version = 3", Lake.Token);
        string[] ours = [.. (await lake.ReadAsync("SELECT id, part, _change_type, _commit_version FROM table_changes('t', 1, 3)"))
            .Select(static row => string.Join(",", row)).Order(StringComparer.Ordinal)];

        Assert.Equal(4, ours.Length);
        Assert.Equal(ours, found.Rows.Select(static row => string.Join(",", row.EnumerateArray())).Order(StringComparer.Ordinal));
    }

    private static async Task RunAsync(Lake lake, string step)
    {
        switch (step)
        {
            case "widen":
                await lake.Engine.ExecuteAsync("INSERT INTO t SELECT 7", cancellationToken: Lake.Token);
                await (await lake.TableAsync("t")).SetPropertiesAsync(
                    new Dictionary<string, string> { ["delta.enableTypeWidening"] = "true" }, Lake.Token);
                await (await lake.TableAsync("t")).ChangeTypeAsync(new ColumnPath("id"), PrimitiveType.Long, Lake.Token);
                break;
            case "void":
                await (await lake.TableAsync("t")).AddColumnsAsync([new NewColumn("nothing", PrimitiveType.Void)], Lake.Token);
                break;
            case "optimize":
                await lake.Engine.OptimizeAsync(await lake.TableAsync("t"), new OptimizeRequest { Full = true }, null, Lake.Token);
                break;
            case "absolute":
                await NameVectorsAbsolutelyAsync(await lake.TableAsync("t"), lake);
                break;
            case "clone":
                await (await lake.TableAsync("source")).CloneAsync(lake.Root.Under("t"), new CloneRequest(), Lake.Token);
                break;
            default:
                if (step.StartsWith("make ", StringComparison.Ordinal))
                {
                    await lake.CreateAsync(
                        "t", "SELECT i::BIGINT AS id, 'p' || (i % 2) AS part FROM range(6) r(i)", [],
                        step[5..].Split(';').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])));
                }
                else
                {
                    await lake.Engine.ExecuteAsync(step, cancellationToken: Lake.Token);
                }

                break;
        }
    }

    /// <summary>Writes the last commit anew, with its deletion vectors as tables have them whose files lie elsewhere.</summary>
    private static async Task NameVectorsAbsolutelyAsync(DeltaTable table, Lake lake)
    {
        const string Commit = "_delta_log/00000000000000000001.json";
        string key = Assert.Single(await lake.FilesAsync("t"), static file => file.EndsWith(".bin", StringComparison.Ordinal));
        string place = new Uri(table.Location, key).AbsoluteUri;
        string text = Encoding.UTF8.GetString(await table.Store.GetAsync(Commit, Lake.Token));
        string changed = VectorPlace().Replace(text, $"\"storageType\":\"p\",\"pathOrInlineDv\":\"{place}\"");
        Assert.NotEqual(text, changed);
        await table.Store.DeleteAsync("_delta_log/00000000000000000001.crc", Lake.Token);
        await table.Store.PutAsync(Commit, Encoding.UTF8.GetBytes(changed), Lake.Token);
    }

    [GeneratedRegex("\"storageType\":\"u\",\"pathOrInlineDv\":\"[^\"]*\"")]
    private static partial Regex VectorPlace();

    private static string Make(params string[] properties) => "make " + string.Join(';', properties);
}
