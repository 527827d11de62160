using System.Data.Common;
using Microsoft.Data.Sqlite;
using Wallstreet.Orchestration.Stores.Sql;

namespace Wallstreet.Orchestration.Stores.Sqlite;

/// <summary>What is SQLite's own.</summary>
internal sealed class SqliteDatabase(SqliteStoreOptions options) : StoreDatabase
{
    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = options.Path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Pooling = false,
        DefaultTimeout = Math.Max(1, (int)options.BusyTimeout.TotalSeconds),
    }.ToString();

    internal override string Name => options.Path;

    internal override string BeginWrite => "BEGIN IMMEDIATE";

    internal override string TextsOf(string parameter) => $"SELECT value FROM json_each({parameter})";

    internal override string HasMember(string column, string name, string value) =>
        $"EXISTS (SELECT 1 FROM json_each({column}) WHERE key = {name} AND value = {value})";

    internal override string ContainsBytes(string column, string parameter) => $"instr({column}, {parameter}) > 0";

    internal override long ReadChangeMark(StoreConnection connection) => connection.ReadNumber("PRAGMA data_version");

    internal override Exception Translate(DbException exception) => SqliteErrors.Translate(exception, options.Path);

    internal override StoreConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        var store = new StoreConnection(connection);
        try
        {
            connection.Open();
            store.Execute($"PRAGMA busy_timeout = {(int)options.BusyTimeout.TotalMilliseconds}");
            store.Execute(options.SurvivesPowerLoss ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
