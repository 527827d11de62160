using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Query;

namespace Wallstreet.Lakehouse.SqlModels;

/// <summary>Checks that are answered by one aggregate over the partitions that were made.</summary>
public static class SqlChecks
{
    /// <summary>Checks that a key is complete and unique; none for an empty key.</summary>
    public static IEnumerable<AssetCheckDefinition> KeyChecks(IReadOnlyList<string> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Count == 0)
        {
            yield break;
        }

        string columns = string.Join(", ", key.Select(Quote));
        string missing = string.Join(" OR ", key.Select(static c => $"{Quote(c)} IS NULL"));
        yield return Count("key_not_null", $"No row lacks a value of its key ({string.Join(", ", key)}).", CheckSeverity.Error,
            (table, where) => $"SELECT count(*) FROM {table} WHERE ({missing}) AND {where}");
        yield return Count("key_unique", $"No two rows have the same key ({string.Join(", ", key)}).", CheckSeverity.Error,
            (table, where) => $"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {where} GROUP BY {columns} HAVING count(*) > 1)");
    }

    /// <summary>A check that every row meets a condition; a row for which it is false or null breaks it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="severity">How bad a failure is; an error also holds back what is downstream.</param>
    /// <param name="condition">A SQL condition on one row.</param>
    public static AssetCheckDefinition Row(string name, CheckSeverity severity, string condition) =>
        Count(name, $"Every row: {condition}", severity,
            (table, where) => $"SELECT count(*) FROM {table} WHERE ({condition}) IS NOT TRUE AND {where}");

    internal static AssetCheckDefinition RowCheck(SqlModelCheck check) => Row(check.Name, check.Severity, check.Condition);

    private static AssetCheckDefinition Count(
        string name, string description, CheckSeverity severity, Func<string, string, string> statement) =>
        new(name, context => EvaluateAsync(context, statement))
        {
            Description = description,
            Severity = severity,
            Blocking = severity == CheckSeverity.Error,
        };

    private static async ValueTask<AssetCheckResult> EvaluateAsync(
        AssetCheckContext context, Func<string, string, string> statement)
    {
        QueryEngine engine = context.Services.GetRequiredService<QueryEngine>();
        PartitionFilter? filter = PartitionFilter.For(context.Asset, context.Partitions);
        string sql = statement(context.Asset.Key.ToTableName(), filter?.Condition ?? "TRUE");
        QueryResult result = await engine.QueryAsync(sql, null, context.CancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
        {
            long broken = 0;
            await foreach (object?[] row in result.ReadRowsAsync(context.CancellationToken).ConfigureAwait(false))
            {
                broken = Convert.ToInt64(row[0], CultureInfo.InvariantCulture);
            }

            AssetCheckResult outcome = broken == 0
                ? AssetCheckResult.Pass()
                : AssetCheckResult.Fail(string.Create(CultureInfo.InvariantCulture, $"{broken} rows break it."));
            return outcome with { Metadata = new Dictionary<string, Wallstreet.Orchestration.Metadata.MetadataValue> { ["broken_rows"] = broken } };
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
