using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Wallstreet.Insight.Rendering;
using Wallstreet.Web.Assets;
using Wallstreet.Web.Dashboards;
using Wallstreet.Web.Events;
using Wallstreet.Web.Hosting;
using Wallstreet.Web.Problems;
using Wallstreet.Web.Runs;
using Wallstreet.Web.Schedules;
using Wallstreet.Web.Sql;
using Wallstreet.Web.Tables;

namespace Wallstreet.Web.Json;

/// <summary>Source-generated JSON for everything that the API reads and writes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(LiveEvent))]
[JsonSerializable(typeof(IReadOnlyList<AssetSummary>))]
[JsonSerializable(typeof(AssetDetail))]
[JsonSerializable(typeof(GraphAnswer))]
[JsonSerializable(typeof(IReadOnlyList<MaterializationAnswer>))]
[JsonSerializable(typeof(PartitionsAnswer))]
[JsonSerializable(typeof(IReadOnlyList<CheckAnswer>))]
[JsonSerializable(typeof(IReadOnlyList<MetadataPointAnswer>))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(RunPageAnswer))]
[JsonSerializable(typeof(RunDetailAnswer))]
[JsonSerializable(typeof(RunEventsAnswer))]
[JsonSerializable(typeof(LaunchBody))]
[JsonSerializable(typeof(RetryBody))]
[JsonSerializable(typeof(CancelAnswer))]
[JsonSerializable(typeof(IReadOnlyList<ScheduleAnswer>))]
[JsonSerializable(typeof(ScheduleAnswer))]
[JsonSerializable(typeof(IReadOnlyList<TickAnswer>))]
[JsonSerializable(typeof(TickAnswer))]
[JsonSerializable(typeof(IReadOnlyList<TableSummaryAnswer>))]
[JsonSerializable(typeof(TableDetailAnswer))]
[JsonSerializable(typeof(IReadOnlyList<TableCommitAnswer>))]
[JsonSerializable(typeof(IReadOnlyList<TableFileAnswer>))]
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(SqlBody))]
[JsonSerializable(typeof(SqlAnswer))]
[JsonSerializable(typeof(ChartBody))]
[JsonSerializable(typeof(ChartAnswer))]
[JsonSerializable(typeof(IReadOnlyList<DashboardSummaryAnswer>))]
[JsonSerializable(typeof(DashboardAnswer))]
[JsonSerializable(typeof(TileBody))]
[JsonSerializable(typeof(TileResult))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class WebJsonContext : JsonSerializerContext;
