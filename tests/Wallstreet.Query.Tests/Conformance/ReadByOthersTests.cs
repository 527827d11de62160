using TestKit;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Conformance;

/// <summary>What an implementation that is not ours makes of each feature, held to the table in
/// <c>docs/reference/delta-readers.md</c>.</summary>
[OnEveryStore]
public sealed class ReadByOthersTests
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
            case "clone":
                await (await lake.TableAsync("source")).CloneAsync(lake.Root.Under("t"), new CloneRequest(), Lake.Token);
                break;
            default:
                if (step.StartsWith("make ", StringComparison.Ordinal))
                {
                    await lake.Engine.WriteAsync(
                        new WriteQuery("SELECT i::BIGINT AS id, 'p' || (i % 2) AS part FROM range(6) r(i)", "t")
                        {
                            Properties = step[5..].Split(';').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
                        },
                        Lake.Token);
                }
                else
                {
                    await lake.Engine.ExecuteAsync(step, cancellationToken: Lake.Token);
                }

                break;
        }
    }

    private static string Make(params string[] properties) => "make " + string.Join(';', properties);
}
