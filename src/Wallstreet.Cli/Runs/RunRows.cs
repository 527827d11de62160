using Wallstreet.Cli.Output;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary>Runs as rows and as objects.</summary>
internal static class RunRows
{
    public static IReadOnlyList<Column> Columns { get; } =
    [
        new("id"), new("status"), new("selection"), new("partitions"), new("trigger"), new("createdAt"), Column.Detail("startedAt"),
        Column.Detail("endedAt"), Column.Number("duration"), new("steps"), Column.Detail("launcher"), Column.Detail("tags"),
    ];

    public static object?[] RowOf(Run run) =>
    [
        run.Id.Value, run.Status.ToText(), run.Selection, run.Partitions, run.Trigger.Text, Cell.Time(run.CreatedAt), run.StartedAt,
        run.EndedAt, Cell.Duration(run.EndedAt - run.StartedAt), StepsOf(run.Steps), run.Launcher, Members.Of(run.Tags),
    ];

    public static Members MembersOf(Run run, string countsName = "steps") => new()
    {
        { "id", run.Id.Value },
        { "status", run.Status.ToText() },
        { "selection", run.Selection },
        { "partitions", run.Partitions },
        { "trigger", run.Trigger.Text },
        { "launcher", run.Launcher },
        { "createdAt", Cell.Time(run.CreatedAt) },
        { "startedAt", Cell.Time(run.StartedAt) },
        { "endedAt", Cell.Time(run.EndedAt) },
        { "duration", Cell.Duration(run.EndedAt - run.StartedAt) },
        { countsName, StepsOf(run.Steps) },
        { "tags", Members.Of(run.Tags) },
        { "owner", run.Owner?.ToString() },
    };

    private static Cell StepsOf(StepCounts steps)
    {
        (int Count, string Word)[] told = [(steps.Failed, "failed"), (steps.Skipped, "skipped"), (steps.Running, "running")];
        string more = string.Join(", ", told.Where(static t => t.Count > 0).Select(static t => $"{t.Count} {t.Word}"));
        string text = $"{steps.Succeeded}/{steps.Total}{(more.Length > 0 ? $" ({more})" : "")}";
        return new Cell(text, new Members
        {
            { "total", steps.Total },
            { "succeeded", steps.Succeeded },
            { "failed", steps.Failed },
            { "skipped", steps.Skipped },
            { "running", steps.Running },
        });
    }
}
