using System.Globalization;
using Wallstreet.Delta;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Statements.Maintenance;

/// <summary>Reads statements that rearrange a table's files, delete what no version needs, or go back.</summary>
internal static class MaintenanceReader
{
    private const string VacuumForm = "Write VACUUM name [FULL or LITE] [RETAIN n HOURS] [DRY RUN].";
    private const string RestoreForm = "Write RESTORE TABLE name TO VERSION AS OF 3 or TO TIMESTAMP AS OF '2024-05-01T16:00:00Z'.";
    private const double HoursMax = 24 * 366 * 1000;

    public static OptimizeStatement ReadOptimize(SqlCursor cursor)
    {
        const string Form = "Write OPTIMIZE name [FULL] [WHERE condition] [ZORDER BY (a, b)].";
        TargetName target = cursor.TakeTarget();
        bool full = cursor.TryTake("FULL");
        (string Text, SqlPosition Place)? where = ReadWhere(cursor, index => cursor.IsAt(index, "ZORDER", "BY"));
        IReadOnlyList<ColumnPath> columns = cursor.TryTake("ZORDER", "BY") ? cursor.TakePaths("The name of a column") : [];
        cursor.RequireEnd(Form);
        var request = new OptimizeRequest { Full = full, Where = where?.Text, ZOrderBy = columns };
        return new OptimizeStatement(target, request, where?.Place);
    }

    public static OptimizeStatement ReadReorg(SqlCursor cursor)
    {
        const string Form = "Write REORG TABLE name [WHERE condition] APPLY (PURGE).";
        cursor.Take("TABLE", Form);
        TargetName target = cursor.TakeTarget();
        (string Text, SqlPosition Place)? where = ReadWhere(cursor, index => cursor.IsAt(index, "APPLY"));
        foreach (string word in (ReadOnlySpan<string>)["APPLY", "(", "PURGE", ")"])
        {
            cursor.Take(word, Form);
        }

        cursor.RequireEnd(Form);
        return new OptimizeStatement(target, new OptimizeRequest { Purge = true, Where = where?.Text }, where?.Place);
    }

    public static VacuumStatement ReadVacuum(SqlCursor cursor)
    {
        var vacuum = new VacuumStatement(cursor.TakeTarget());
        while (!cursor.AtEnd)
        {
            vacuum = ReadClause(cursor, vacuum);
        }

        return vacuum;
    }

    public static RestoreStatement ReadRestore(SqlCursor cursor)
    {
        _ = cursor.TryTake("TABLE");
        TargetName target = cursor.TakeTarget();
        _ = cursor.TryTake("TO");
        HistoryPoint point = ReadPoint(cursor);
        cursor.RequireEnd(RestoreForm);
        return new RestoreStatement(target, point);
    }

    private static (string Text, SqlPosition Place)? ReadWhere(SqlCursor cursor, Func<int, bool> stops) =>
        cursor.TryTake("WHERE") ? cursor.TakeUntil("A condition", stops) : null;

    private static VacuumStatement ReadClause(SqlCursor cursor, VacuumStatement vacuum)
    {
        int first = cursor.Next;
        if (vacuum.Lite is null && (cursor.TryTake("FULL") || cursor.TryTake("LITE")))
        {
            return vacuum with { Lite = cursor.IsAt(first, "LITE") };
        }

        if (!vacuum.DryRun && cursor.TryTake("DRY", "RUN"))
        {
            return vacuum with { DryRun = true };
        }

        if (vacuum.Retention is null && cursor.TryTake("RETAIN"))
        {
            return vacuum with { Retention = ReadHours(cursor) };
        }

        throw cursor.At("USING")
            ? cursor.Wrong("VACUUM takes no inventory.", "It lists the table's files itself. " + VacuumForm)
            : cursor.Wrong($"FULL or LITE, RETAIN and DRY RUN are understood, each once; another word was found{cursor.Found()}.", VacuumForm);
    }

    private static TimeSpan ReadHours(SqlCursor cursor)
    {
        int first = cursor.Next;
        string number = cursor.TakeNumber("A number of hours");
        if (!double.TryParse(number, CultureInfo.InvariantCulture, out double hours) || hours is < 0 or > HoursMax)
        {
            throw cursor.Reread(first).Wrong($"{number} is no number of hours that files can be kept.", VacuumForm);
        }

        if (!cursor.TryTake("HOURS"))
        {
            cursor.Take("HOUR", VacuumForm);
        }

        return TimeSpan.FromHours(hours);
    }

    private static HistoryPoint ReadPoint(SqlCursor cursor)
    {
        if (cursor.TryTake("VERSION", "AS", "OF"))
        {
            int first = cursor.Next;
            string number = cursor.TakeNumber("The number of a version");
            return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long version)
                ? HistoryPoint.At(version)
                : throw cursor.Reread(first).Wrong($"{number} is no version: versions are whole numbers from 0.", RestoreForm);
        }

        if (cursor.TryTake("TIMESTAMP", "AS", "OF"))
        {
            int first = cursor.Next;
            string text = cursor.TakeText("A time");
            return HistoryPoint.TryParse(text, out HistoryPoint? point) && point.Timestamp is not null
                ? point
                : throw cursor.Reread(first).Wrong($"'{text}' is no time.", "Write a time such as '2024-05-01T16:00:00Z' or a day.");
        }

        throw cursor.Wrong($"VERSION AS OF or TIMESTAMP AS OF was expected{cursor.Found()}.", RestoreForm);
    }
}
