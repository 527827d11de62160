namespace Wallstreet.Query.Parsing;

/// <summary>Which of DuckDB's functions a user's statement may call.</summary>
internal static class SqlFunctions
{
    /// <summary>The function that reads a table by its location.</summary>
    public const string DeltaScan = "delta_scan";

    /// <summary>The function that reads what changed between versions of a table.</summary>
    public const string TableChanges = "table_changes";

    /// <summary>Table functions that make rows out of their arguments only. All others are refused.</summary>
    private static readonly HashSet<string> _pureTableFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        "range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree",
    };

    /// <summary>Scalar functions that reach out of the statement, or bind another that is in a text.</summary>
    private static readonly HashSet<string> _outsideFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        "getenv", "write_log", "current_setting", "getvariable", "nextval", "currval", "sleep_ms", "json_serialize_plan",
    };

    public static bool IsPureTableFunction(string name) => _pureTableFunctions.Contains(name);

    public static bool IsOutsideFunction(string name) =>
        _outsideFunctions.Contains(name) || name.StartsWith("wallstreet_", StringComparison.OrdinalIgnoreCase);
}
