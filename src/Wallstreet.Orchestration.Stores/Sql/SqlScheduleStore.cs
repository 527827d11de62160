using System.Data.Common;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>Schedules and ticks in a database.</summary>
internal sealed class SqlScheduleStore(StoreDatabase database, StoreWriter writer) : IScheduleStore
{
    private const string TickColumns = "id, schedule, scheduled_for, status, started_at, ended_at, run, message";

    private const string SetStatus =
        "INSERT INTO schedules (name, status, changed_at) VALUES (@p0, @p1, @p2) "
        + "ON CONFLICT (name) DO UPDATE SET status = excluded.status, changed_at = excluded.changed_at";

    private const string BeginTick =
        "INSERT INTO ticks (schedule, scheduled_for, status, started_at) VALUES (@p0, @p1, 'Started', @p2) "
        + "ON CONFLICT (schedule, scheduled_for) DO NOTHING RETURNING id";

    private const string EndTick =
        "UPDATE ticks SET status = @p1, run = @p2, message = @p3, ended_at = @p4 WHERE id = @p0 AND status = 'Started'";

    private const string Prune =
        "DELETE FROM ticks WHERE status <> 'Started' AND scheduled_for < @p0 "
        + "AND scheduled_for < (SELECT MAX(newest.scheduled_for) FROM ticks newest WHERE newest.schedule = ticks.schedule)";

    public ValueTask<IReadOnlyDictionary<string, ScheduleState>> GetStatesAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<string, ScheduleState>>(database.Read(
            connection => connection.Query("SELECT name, status, changed_at FROM schedules", ReadState)
                .ToDictionary(state => state.Name, StringComparer.Ordinal),
            cancellationToken));

    public ValueTask<ScheduleState?> FindStateAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Read(
            connection => connection.Query("SELECT name, status, changed_at FROM schedules WHERE name = @p0", ReadState, name)
                .FirstOrDefault(),
            cancellationToken));

    public async ValueTask SetStatusAsync(
        string name, ScheduleStatus status, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        await writer.WriteAsync(connection => connection.Execute(SetStatus, name, status.ToString(), at.UtcTicks), cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<Tick?> TryBeginTickAsync(
        string name, DateTimeOffset scheduledFor, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        List<long> ids = await writer.WriteAsync(
            connection => connection.Query(BeginTick, row => row.GetInt64(0), name, scheduledFor.UtcTicks, at.UtcTicks),
            cancellationToken).ConfigureAwait(false);
        return ids.Count == 0
            ? null
            : new Tick(ids[0], name, scheduledFor.ToUniversalTime(), TickStatus.Started, at.ToUniversalTime());
    }

    public async ValueTask<bool> EndTickAsync(
        long tickId, TickOutcome outcome, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ScheduleRules.CheckOutcome(outcome);
        (bool ended, bool exists) = await writer.WriteAsync(
            connection =>
            {
                bool done = connection.Execute(
                    EndTick, tickId, outcome.Status.ToString(), outcome.RunId?.Value, outcome.Message, at.UtcTicks) > 0;
                return (done, done || connection.ReadNumber("SELECT COUNT(*) FROM ticks WHERE id = @p0", tickId) > 0);
            },
            cancellationToken).ConfigureAwait(false);
        return exists ? ended : throw ScheduleRules.NoSuchTick(tickId);
    }

    public ValueTask<Tick?> FindLatestTickAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Read(
            connection => connection.Query(
                $"SELECT {TickColumns} FROM ticks WHERE schedule = @p0 ORDER BY scheduled_for DESC LIMIT 1", ReadTick, name)
                .FirstOrDefault(),
            cancellationToken));

    public ValueTask<TickPage> ListTicksAsync(string? name, int limit, long? cursor, CancellationToken cancellationToken)
    {
        RunRules.CheckLimit(limit);
        var where = new SqlFilter();
        if (name is not null)
        {
            where.Where($"schedule = {where.Add(name)}");
        }

        if (cursor is { } before)
        {
            where.Where($"id < {where.Add(before)}");
        }

        string sql = $"SELECT {TickColumns} FROM ticks{where} ORDER BY id DESC LIMIT {where.Add(limit + 1)}";
        List<Tick> ticks = database.Read(connection => connection.Query(sql, ReadTick, where.Arguments), cancellationToken);
        bool more = ticks.Count > limit;
        if (more)
        {
            ticks.RemoveAt(limit);
        }

        return ValueTask.FromResult(new TickPage(ticks, more ? ticks[^1].Id : null));
    }

    public ValueTask<int> PruneTicksAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        writer.WriteAsync(connection => connection.Execute(Prune, before.UtcTicks), cancellationToken);

    private static ScheduleState ReadState(DbDataReader row) =>
        new(row.GetString(0), Enum.Parse<ScheduleStatus>(row.GetString(1)), row.GetTime(2));

    private static Tick ReadTick(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetTime(2), Enum.Parse<TickStatus>(row.GetString(3)), row.GetTime(4))
        {
            EndedAt = row.FindTime(5),
            RunId = row.FindText(6) is { } run ? new RunId(run) : null,
            Message = row.FindText(7),
        };
}
