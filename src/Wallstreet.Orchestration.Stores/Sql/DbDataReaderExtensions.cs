using System.Data.Common;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>Instants are kept as ticks of UTC (100 ns since the year 1), so nothing is lost.</summary>
internal static class DbDataReaderExtensions
{
    internal static string? FindText(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static DateTimeOffset GetTime(this DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    internal static DateTimeOffset? FindTime(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetTime(column);
}
