using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace TestKit.Orchestration;

/// <summary>Events for tests: each with every member set.</summary>
public static class SampleEvents
{
    public static readonly DateTimeOffset Start = new(2020, 3, 16, 13, 30, 0, TimeSpan.Zero);

    public static readonly RunId RunOne = new("run-1");

    public static readonly AssetKey Bars = new("silver/bars");

    public static LogWritten Log(string message, RunId? run = null, DateTimeOffset? at = null) =>
        new() { RunId = run ?? RunOne, Timestamp = at ?? Start, Message = message };

    public static AssetMaterialized Materialized(AssetKey asset, IEnumerable<string>? partitions = null, string? version = null) =>
        new()
        {
            RunId = RunOne,
            Timestamp = Start,
            StepKey = StepKey.For(asset),
            AssetKey = asset,
            Partitions = Keys(partitions),
            DataVersion = version,
        };

    public static StepFailed Failed(AssetKey asset, params string[] partitions) =>
        new()
        {
            RunId = RunOne,
            Timestamp = Start,
            StepKey = StepKey.For(asset),
            AssetKey = asset,
            Partitions = Keys(partitions),
            Error = new StepError("The vendor sent nothing."),
        };

    public static AssetCheckEvaluated Check(AssetKey asset, string name, bool passed) =>
        new() { RunId = RunOne, Timestamp = Start, AssetKey = asset, CheckName = name, Passed = passed };

    /// <summary>One event of every type, with every member set to something that is not its default.</summary>
    public static IReadOnlyList<RunEvent> OfEveryType()
    {
        var step = new StepKey("silver/bars[2020-03-16]");
        var metadata = new Dictionary<string, MetadataValue>
        {
            ["rows"] = new MetadataValue.WholeNumber(42),
            ["ratio"] = new MetadataValue.Number(0.5),
            ["nothing"] = new MetadataValue.Number(double.NaN),
            ["note"] = new MetadataValue.Markdown("**bold** “quoted” \u0001"),
            ["table"] = new MetadataValue.TableVersion("silver.bars", 7),
            ["schema"] = new MetadataValue.TableSchema([new SchemaColumn("close", "decimal(18,4)", false, "USD")]),
        };
        IReadOnlyList<PartitionKey> partitions = Keys(["2020-03-16", "2020-03-17"]);
        DateTimeOffset at = Start.AddTicks(1234567);
        return
        [
            new RunQueued { RunId = RunOne, Timestamp = at, Selection = "gold/*", Trigger = "schedule:nightly" },
            new RunStarted { RunId = RunOne, Timestamp = at, StepCount = 3 },
            new RunSucceeded { RunId = RunOne, Timestamp = at },
            new RunFailed { RunId = RunOne, Timestamp = at, Message = "One step failed." },
            new RunCanceled { RunId = RunOne, Timestamp = at, Reason = "A person asked." },
            new RunCancelRequested { RunId = RunOne, Timestamp = at, RequestedBy = "process 4711 on quant-1" },
            new RunInterrupted { RunId = RunOne, Timestamp = at, Reason = "The process 4711 is gone." },
            new StepStarted { RunId = RunOne, Timestamp = at, StepKey = step, AssetKey = Bars, Partitions = partitions, Attempt = 2 },
            new StepProgressed { RunId = RunOne, Timestamp = at, StepKey = step, AssetKey = Bars, Fraction = 0.25, Message = "a quarter" },
            new StepRetried
            {
                RunId = RunOne, Timestamp = at, StepKey = step, AssetKey = Bars, Attempt = 1,
                Delay = TimeSpan.FromMilliseconds(1500), Error = new StepError("no answer") { Type = "System.TimeoutException" },
            },
            new StepSucceeded { RunId = RunOne, Timestamp = at, StepKey = step, AssetKey = Bars, Attempt = 2, Duration = TimeSpan.FromTicks(7654321) },
            new StepFailed
            {
                RunId = RunOne, Timestamp = at, StepKey = step, AssetKey = Bars, Attempt = 3,
                Error = new StepError("gone") { ExitCode = 137, Signal = "SIGKILL", StandardError = ["one", "two"], StackTrace = "at X" },
            },
            new StepSkipped { RunId = RunOne, Timestamp = at, StepKey = step, AssetKey = Bars, Reason = "Its upstream failed." },
            new AssetMaterialized
            {
                RunId = RunOne, Timestamp = at, StepKey = step, AssetKey = Bars, Partitions = partitions, Metadata = metadata,
                DataVersion = "7", CodeVersion = "abc",
                InputVersions = new Dictionary<AssetKey, string> { [new AssetKey("bronze/bars")] = "3" },
            },
            new AssetObserved { RunId = RunOne, Timestamp = at, AssetKey = Bars, Metadata = metadata, DataVersion = "8" },
            new AssetCheckEvaluated
            {
                RunId = RunOne, Timestamp = at, AssetKey = Bars, CheckName = "high_is_highest", Passed = true,
                Severity = CheckSeverity.Warn, Blocking = true, Message = "0 rows", Metadata = metadata,
            },
            new LogWritten
            {
                RunId = RunOne, Timestamp = at, StepKey = step, Level = Microsoft.Extensions.Logging.LogLevel.Warning,
                Message = "slow", Category = "Bars", Exception = "System.IO.IOException: x",
            },
        ];
    }

    public static IReadOnlyList<PartitionKey> Keys(IEnumerable<string>? keys) => [.. (keys ?? []).Select(key => new PartitionKey(key))];
}
