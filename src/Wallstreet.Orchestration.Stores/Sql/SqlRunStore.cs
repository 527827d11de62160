using System.Data.Common;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>Runs in a database.</summary>
internal sealed class SqlRunStore(StoreDatabase database, StoreWriter writer) : IRunStore
{
    private const string Columns =
        "id, status, selection, partitions, trigger, created_at, started_at, ended_at, launcher, tags, owner_host, owner_process, "
        + "owner_started_at, heartbeat_at, steps_total, steps_succeeded, steps_failed, steps_skipped, steps_running";

    private const string Insert =
        $"INSERT INTO runs ({Columns}) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, "
        + "@p16, @p17, @p18) ON CONFLICT (id) DO NOTHING";

    private const string UpdateStatus =
        "UPDATE runs SET status = @p2, started_at = CASE WHEN @p2 = 'running' THEN @p3 ELSE started_at END, "
        + "ended_at = CASE WHEN @p4 = 1 THEN @p3 ELSE ended_at END WHERE id = @p0 AND status = @p1";

    private const string NotEnded = "status IN ('queued', 'starting', 'running')";

    private const string Claim =
        $"UPDATE runs SET owner_host = @p1, owner_process = @p2, owner_started_at = @p3, heartbeat_at = @p4 WHERE id = @p0 AND {NotEnded} ";

    private const string ClaimUnowned = Claim + "AND owner_host IS NULL";

    private const string ClaimFrom = Claim + "AND owner_host = @p5 AND owner_process = @p6 AND owner_started_at = @p7";

    private const string Heartbeat =
        $"UPDATE runs SET heartbeat_at = @p3 WHERE owner_host = @p0 AND owner_process = @p1 AND owner_started_at = @p2 AND {NotEnded}";

    private const string UpdateSteps =
        "UPDATE runs SET steps_total = @p1, steps_succeeded = @p2, steps_failed = @p3, steps_skipped = @p4, steps_running = @p5 WHERE id = @p0";

    public async ValueTask CreateAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        object?[] values =
        [
            run.Id.Value, run.Status.ToText(), run.Selection, run.Partitions, run.Trigger.Text, run.CreatedAt.UtcTicks,
            run.StartedAt?.UtcTicks, run.EndedAt?.UtcTicks, run.Launcher, Json.Write(run.Tags), run.Owner?.Host,
            run.Owner?.ProcessId, run.Owner?.ProcessStartedAt.UtcTicks, run.HeartbeatAt?.UtcTicks, run.Steps.Total,
            run.Steps.Succeeded, run.Steps.Failed, run.Steps.Skipped, run.Steps.Running,
        ];
        if (await writer.WriteAsync(connection => connection.Execute(Insert, values), cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new RunAlreadyExistsException(run.Id);
        }
    }

    public async ValueTask<bool> UpdateStatusAsync(
        RunId runId, RunStatus expected, RunStatus target, DateTimeOffset at, CancellationToken cancellationToken)
    {
        RunRules.CheckTransition(expected, target);
        return await ChangeAsync(
            runId,
            UpdateStatus,
            [runId.Value, expected.ToText(), target.ToText(), at.UtcTicks, target.IsFinal() ? 1 : 0],
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> ClaimAsync(
        RunId runId, RunOwner owner, RunOwner? expected, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        object?[] values = [runId.Value, owner.Host, owner.ProcessId, owner.ProcessStartedAt.UtcTicks, at.UtcTicks];
        return expected is null
            ? await ChangeAsync(runId, ClaimUnowned, values, cancellationToken).ConfigureAwait(false)
            : await ChangeAsync(
                runId,
                ClaimFrom,
                [.. values, expected.Host, expected.ProcessId, expected.ProcessStartedAt.UtcTicks],
                cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<int> HeartbeatAsync(RunOwner owner, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return writer.WriteAsync(
            connection => connection.Execute(
                Heartbeat, owner.Host, owner.ProcessId, owner.ProcessStartedAt.UtcTicks, at.UtcTicks),
            cancellationToken);
    }

    public async ValueTask UpdateStepsAsync(RunId runId, StepCounts steps, CancellationToken cancellationToken) =>
        await ChangeAsync(
            runId,
            UpdateSteps,
            [runId.Value, steps.Total, steps.Succeeded, steps.Failed, steps.Skipped, steps.Running],
            cancellationToken).ConfigureAwait(false);

    public ValueTask<Run?> FindAsync(RunId runId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Read(
            connection => connection.Query($"SELECT {Columns} FROM runs WHERE id = @p0", ReadRun, runId.Value).FirstOrDefault(),
            cancellationToken));

    public ValueTask<RunPage> ListAsync(RunFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        RunRules.CheckLimit(limit);
        SqlFilter where = MakeFilter(filter, RunRules.ReadCursor(cursor));
        string sql = $"SELECT {Columns} FROM runs{where} ORDER BY id DESC LIMIT {where.Add(limit + 1)}";
        List<Run> runs = database.Read(connection => connection.Query(sql, ReadRun, where.Arguments), cancellationToken);
        bool more = runs.Count > limit;
        if (more)
        {
            runs.RemoveAt(limit);
        }

        return ValueTask.FromResult(new RunPage(runs, more ? runs[^1].Id.Value : null));
    }

    private static Run ReadRun(DbDataReader row) => new()
    {
        Id = new RunId(row.GetString(0)),
        Status = RunStatusExtensions.Parse(row.GetString(1)),
        Selection = row.GetString(2),
        Partitions = row.FindText(3),
        Trigger = new RunTrigger(row.GetString(4)),
        CreatedAt = row.GetTime(5),
        StartedAt = row.FindTime(6),
        EndedAt = row.FindTime(7),
        Launcher = row.GetString(8),
        Tags = Json.ReadTexts(row.GetString(9)),
        Owner = row.IsDBNull(10) ? null : new RunOwner(row.GetString(10), row.GetInt32(11), row.GetTime(12)),
        HeartbeatAt = row.FindTime(13),
        Steps = new StepCounts(row.GetInt32(14), row.GetInt32(15), row.GetInt32(16), row.GetInt32(17), row.GetInt32(18)),
    };

    private SqlFilter MakeFilter(RunFilter filter, RunId? before)
    {
        var where = new SqlFilter();
        if (before is { } id)
        {
            where.Where($"id < {where.Add(id.Value)}");
        }

        if (filter.Statuses.Count > 0)
        {
            where.Where($"status IN ({database.TextsOf(where.Add(Json.Write(filter.Statuses.Select(s => s.ToText()))))})");
        }

        if (filter.Trigger is { } trigger)
        {
            where.Where($"trigger = {where.Add(trigger.Text)}");
        }

        if (filter.Tag is { } tag)
        {
            where.Where(database.HasMember("runs.tags", where.Add(tag.Key), where.Add(tag.Value)));
        }

        if (filter.Ids is { } ids)
        {
            where.Where($"id IN ({database.TextsOf(where.Add(Json.Write(ids.Select(i => i.Value))))})");
        }

        return where;
    }

    private async ValueTask<bool> ChangeAsync(RunId runId, string sql, object?[] values, CancellationToken cancellationToken)
    {
        (bool changed, bool exists) = await writer.WriteAsync(
            connection =>
            {
                bool done = connection.Execute(sql, values) > 0;
                return (done, done || connection.ReadNumber("SELECT COUNT(*) FROM runs WHERE id = @p0", runId.Value) > 0);
            },
            cancellationToken).ConfigureAwait(false);
        return exists ? changed : throw new RunNotFoundException(runId);
    }
}
