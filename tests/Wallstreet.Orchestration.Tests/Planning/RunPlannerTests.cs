using Microsoft.Extensions.Time.Testing;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Selection;
using Wallstreet.Orchestration.Tests.Partitions;

namespace Wallstreet.Orchestration.Tests.Planning;

public sealed class RunPlannerTests
{
    private static readonly SessionPartitions _sessions = new(new Weekdays(), new DateOnly(2020, 1, 1));
    private static readonly TimeWindowPartitions _months = TimeWindowPartitions.Monthly(new DateOnly(2020, 1, 1));

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2020, 4, 10, 12, 0, 0, TimeSpan.Zero));

    private readonly AssetGraph _graph = new AssetGraphBuilder()
        .AddAsset("days", a => a.Partitions(_sessions).Compute(_ => default))
        .AddAsset("whole", a => a.Partitions(_sessions, BatchPolicy.WholeRange).From("days").Compute(_ => default))
        .AddAsset("tens", a => a.Partitions(_sessions, new BatchPolicy(10)).From("days").Compute(_ => default))
        .AddAsset("months", a => a.Partitions(_months).From("days").Compute(_ => default))
        .AddAsset("moving", a => a.Partitions(_sessions).From("days", new PartitionMapping.WindowOffset(-2, 0)).Compute(_ => default))
        .AddAsset("report", a => a.From("months").Compute(_ => default))
        .AddAsset("outside", a => a.Group("g"))
        .Build();

    [Fact]
    public void Steps_are_one_a_partition_or_batches_as_the_asset_says()
    {
        RunPlan plan = Plan("*", "2020-01-01..2020-01-31");

        Assert.Equal(23, Steps(plan, "days").Count);
        Assert.Equal("whole[2020-01-01..2020-01-31]", Assert.Single(Steps(plan, "whole")).Key.Value);
        Assert.Equal([10, 10, 3], Steps(plan, "tens").Select(step => step.Partitions.Count));
        Assert.Equal("months[2020-01]", Assert.Single(Steps(plan, "months")).Key.Value);
        Assert.Equal("report", Assert.Single(Steps(plan, "report")).Key.Value);
        Assert.Equal([0, 1, 1, 1, 1, 2], plan.Assets.Select(asset => Steps(plan, asset.Key.Path)[0].Level).Order());
    }

    [Fact]
    public void Steps_depend_on_the_steps_that_make_their_partitions()
    {
        RunPlan plan = Plan("*", "2020-01-01..2020-02-29");

        Assert.Equal(23, plan.GetDependencies(Steps(plan, "months")[0]).Count());
        Assert.Equal(
            ["days[2020-01-29]", "days[2020-01-30]", "days[2020-01-31]"],
            plan.GetDependencies(Steps(plan, "moving")[22]).Select(step => step.Key.Value));
        Assert.Single(plan.GetDependencies(Steps(plan, "moving")[0]));
        Assert.Equal(["months[2020-01]", "months[2020-02]"], plan.GetDependencies(Steps(plan, "report")[0]).Select(step => step.Key.Value));
        Assert.All(plan.Steps, step => Assert.All(plan.GetDependencies(step), upstream => Assert.True(upstream.Index < step.Index)));
    }

    [Fact]
    public void Ends_of_a_range_may_be_days_without_a_session()
    {
        RunPlan plan = Plan("days", "2020-01-04..2020-01-12");

        Assert.Equal(("2020-01-06", "2020-01-10"), (plan.Steps[0].Partitions[0].Value, plan.Steps[^1].Partitions[0].Value));
    }

    [Fact]
    public void A_coarser_date_means_all_of_it() => Assert.Equal(23 + 20, Plan("days", "2020-01..2020-02").Steps.Count);

    [Fact]
    public void Without_partitions_all_that_have_ended_are_planned() =>
        Assert.Equal("2020-04-09", Plan("days", null).Steps[^1].Partitions[0].Value);

    [Fact]
    public void A_partition_that_has_not_ended_is_refused_with_its_end()
    {
        UnknownPartitionException error = Assert.Throws<UnknownPartitionException>(() => Plan("days", "2020-04-10"));

        Assert.Contains("has not ended yet. It ends at 2020-04-10 21:00:00Z", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2020-01-04")]
    [InlineData("AAPL")]
    [InlineData("2020-01-31..2020-01-02")]
    public void A_partition_that_does_not_exist_is_refused(string partitions) =>
        Assert.Throws<UnknownPartitionException>(() => Plan("days", partitions));

    [Fact]
    public void Ranges_that_overlap_are_planned_once() =>
        Assert.Equal(7, Plan("days", "2020-01-01..2020-01-07,2020-01-06..2020-01-09").Steps.Count);

    [Theory]
    [InlineData("kind:none", "fits no asset")]
    [InlineData("outside", "only assets that others make")]
    public void A_selection_of_nothing_is_refused(string selection, string fault) => Assert.Contains(
        fault, Assert.Throws<NothingToRunException>(() => Plan(selection, null)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_done_is_left_out_and_splits_batches()
    {
        CompletedWork done = new();
        done.Add(new("whole"), [new("2020-01-03"), new("2020-01-06")]);
        done.Add(new("report"), []);
        RunRequest request = new(AssetSelection.Parse("whole, report"))
        {
            Partitions = PartitionSelection.Parse("2020-01-01..2020-01-10"),
            Completed = done,
        };

        RunPlan plan = new RunPlanner(_time).Plan(_graph, request);

        Assert.Equal(["whole[2020-01-01..2020-01-02]", "whole[2020-01-07..2020-01-10]"], plan.Steps.Select(step => step.Key.Value));
    }

    private static List<PlannedStep> Steps(RunPlan plan, string asset) => [.. plan.Steps.Where(step => step.Asset.Key.Path == asset)];

    private RunPlan Plan(string selection, string? partitions) => new RunPlanner(_time).Plan(
        _graph, new RunRequest(AssetSelection.Parse(selection)) { Partitions = PartitionSelection.Parse(partitions) });
}
