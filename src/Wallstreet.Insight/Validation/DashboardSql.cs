using Wallstreet.Insight.Dashboards;
using Wallstreet.Query;

namespace Wallstreet.Insight.Validation;

/// <summary>Checks the SQL of dashboards without running it.</summary>
public static class DashboardSql
{
    /// <summary>What is wrong with the SQL of a dashboard, with the line and column of its file; nothing is executed.</summary>
    /// <param name="dashboard">The dashboard.</param>
    /// <param name="engine">Parses the statements.</param>
    public static IReadOnlyList<DashboardProblem> FindProblems(DashboardDefinition dashboard, QueryEngine engine)
    {
        ArgumentNullException.ThrowIfNull(dashboard);
        ArgumentNullException.ThrowIfNull(engine);
        IEnumerable<(string Owner, SqlText Sql)> statements =
        [
            .. dashboard.Parameters.Where(parameter => parameter.OptionsSql is not null).Select(parameter => ($"parameter '{parameter.Name}'", parameter.OptionsSql!)),
            .. dashboard.Tiles.Where(tile => tile.Sql is not null).Select(tile => ($"tile '{tile.Id}'", tile.Sql!)),
        ];
        return [.. statements.Select(statement => Check(dashboard.File, statement.Owner, statement.Sql, engine)).OfType<DashboardProblem>()];
    }

    private static DashboardProblem? Check(string file, string owner, SqlText sql, QueryEngine engine)
    {
        try
        {
            return engine.Analyze(sql.Text).Kind == StatementKind.Other
                ? new DashboardProblem(file, sql.Line, sql.Column, $"The SQL of the {owner} does not read.", "A dashboard only reads; write a SELECT.")
                : null;
        }
        catch (SqlSyntaxException error)
        {
            (int line, int column) = error.Line > 0 ? sql.Locate(error.Line, error.Column) : (sql.Line, sql.Column);
            return new DashboardProblem(file, line, column, $"The SQL of the {owner} is wrong: {error.Problem}", error.Hint ?? "Try it in the SQL lab.");
        }
    }
}
