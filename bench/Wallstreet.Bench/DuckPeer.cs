using DuckDB.NET.Data;

namespace Wallstreet.Bench;

/// <summary>DuckDB alone, with as many threads and as much memory as the engine gets.</summary>
internal sealed class DuckPeer : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckPeer()
    {
        _connection.Open();
        Run("SET threads = 2; SET memory_limit = '2GB'; SET GLOBAL TimeZone = 'UTC'");
    }

    /// <summary>Runs a statement; rows are read and dropped.</summary>
    public Task RunAsync(string sql)
    {
        Run(sql);
        return Task.CompletedTask;
    }

    public void Dispose() => _connection.Dispose();

    private void Run(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // A measurement of fixed statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            // Only the engine's work counts.
        }
    }
}
