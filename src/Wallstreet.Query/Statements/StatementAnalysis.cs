using Wallstreet.Query.Statements.Descriptions;

namespace Wallstreet.Query.Statements;

/// <summary>Tells what statements do that are not DuckDB's.</summary>
internal static class StatementAnalysis
{
    /// <summary>What a text says if it is a statement of ours; <see langword="null"/> if it is for DuckDB.</summary>
    public static SqlAnalysis? TryRead(string sql)
    {
        if (DescriptionReader.TryRead(sql) is { } description)
        {
            var reference = new TableReference
            {
                Name = description.Target.Dotted,
                Location = description.Target.Location,
                Line = description.Target.Place.Line,
                Column = description.Target.Place.Column,
            };
            string keyword = description.Kind == DescriptionKind.Properties ? "SHOW" : "DESCRIBE";
            return new SqlAnalysis(sql, StatementKind.Read, keyword, [reference], [], null) { Description = description };
        }

        return StatementReader.FindForeign(sql) is { } word
            ? new SqlAnalysis(sql, StatementKind.Other, word, [], [], null)
            : null;
    }
}
