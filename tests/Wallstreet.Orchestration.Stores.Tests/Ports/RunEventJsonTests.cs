using System.Text;
using System.Text.Json;
using TestKit.Orchestration;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Stores.Tests.Ports;

public sealed class RunEventJsonTests
{
    [Fact]
    public void Every_event_type_has_a_sample_and_comes_back_as_it_was_written()
    {
        IReadOnlyList<RunEvent> samples = SampleEvents.OfEveryType();
        Assert.Equal(RunEventTypes.Names.Order(), samples.Select(e => e.TypeName).Order());

        foreach (RunEvent sample in samples)
        {
            byte[] json = RunEventJson.Serialize(sample);
            RunEvent read = RunEventJson.Deserialize(json);

            Assert.Equal(sample.GetType(), read.GetType());
            Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(RunEventJson.Serialize(read)));
            Assert.Equal(sample.Timestamp, read.Timestamp);
            Assert.Equal(sample.Partitions, read.Partitions);
        }
    }

    [Fact]
    public void The_type_comes_first_and_what_is_empty_is_left_out()
    {
        string json = Encoding.UTF8.GetString(RunEventJson.Serialize(SampleEvents.Materialized(SampleEvents.Bars) with { Sequence = 7 }));

        Assert.Equal(
            """{"type":"asset_materialized","runId":"run-1","timestamp":"2020-03-16T13:30:00+00:00","stepKey":"silver/bars","assetKey":"silver/bars"}""",
            Sorted(json));
    }

    [Theory]
    [InlineData("asset_materialized")]
    [InlineData("asset_check_evaluated")]
    [InlineData("run_queued")]
    [InlineData("run_interrupted")]
    [InlineData("step_failed")]
    [InlineData("log_written")]
    public void The_names_of_types_never_change(string name) => Assert.Contains(name, RunEventTypes.Names);

    [Fact]
    public void A_member_of_a_newer_version_is_ignored_and_one_that_lacks_is_empty()
    {
        var read = (AssetMaterialized)RunEventJson.Deserialize(
            """{"type":"asset_materialized","runId":"r","timestamp":"2020-03-16T13:30:00Z","assetKey":"a","color":{"x":[1]}}"""u8);

        Assert.Empty(read.Partitions);
        Assert.Empty(read.Metadata);
        Assert.Empty(read.InputVersions);
        Assert.Null(read.DataVersion);
    }

    [Fact]
    public void The_type_may_come_last()
    {
        RunEvent read = RunEventJson.Deserialize(
            """{"runId":"r","timestamp":"2020-03-16T13:30:00Z","message":"m","type":"log_written"}"""u8);

        Assert.Equal("m", Assert.IsType<LogWritten>(read).Message);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"runId":"r"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"log_written","runId":"r"}""")]
    [InlineData("""{"type":"run_failed","runId":"r","timestamp":"2020-03-16T13:30:00Z"}""")]
    [InlineData("""{"type":"run_succeeded","runId":"NOT A RUN","timestamp":"2020-03-16T13:30:00Z"}""")]
    [InlineData("""{"type":"run_succeeded","runId":"r","timestamp":"yesterday"}""")]
    public void What_is_no_event_is_an_error(string json) =>
        Assert.ThrowsAny<JsonException>(() => RunEventJson.Deserialize(Encoding.UTF8.GetBytes(json)));

    private static string Sorted(string json)
    {
        string[] order = ["type", "runId", "timestamp", "stepKey", "assetKey"];
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.StartsWith("{\"type\":", json, StringComparison.Ordinal);
        IEnumerable<string> members = document.RootElement.EnumerateObject()
            .OrderBy(member => Array.IndexOf(order, member.Name))
            .Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}");
        return $"{{{string.Join(',', members)}}}".Replace("\\u002B", "+", StringComparison.Ordinal);
    }
}
