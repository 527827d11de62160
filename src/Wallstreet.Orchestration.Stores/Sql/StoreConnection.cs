using System.Data.Common;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>
/// A connection with the commands that were prepared on it. Commands take their arguments by place: <c>@p0</c>,
/// <c>@p1</c> …. Used by one thread at a time.
/// </summary>
internal sealed class StoreConnection(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    internal int Execute(string sql, params ReadOnlySpan<object?> arguments) => Prepare(sql, arguments).ExecuteNonQuery();

    internal long ReadNumber(string sql, params ReadOnlySpan<object?> arguments) =>
        Convert.ToInt64(Prepare(sql, arguments).ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);

    internal List<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        List<T> rows = [];
        using DbDataReader reader = Prepare(sql, arguments).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Reads rows until enough of them are wanted ones.</summary>
    internal List<T> QueryUntil<T>(
        string sql, Func<DbDataReader, T> read, Func<T, bool> wanted, int limit, params ReadOnlySpan<object?> arguments)
    {
        List<T> rows = [];
        using DbDataReader reader = Prepare(sql, arguments).ExecuteReader();
        while (rows.Count < limit && reader.Read())
        {
            T row = read(reader);
            if (wanted(row))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>Reads several things that belong together from one state of the store.</summary>
    internal T ReadTogether<T>(Func<StoreConnection, T> read)
    {
        Execute("BEGIN");
        try
        {
            return read(this);
        }
        finally
        {
            Execute("COMMIT");
        }
    }

    public void Dispose()
    {
        foreach (DbCommand command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_commands.TryGetValue(sql, out DbCommand? command))
        {
            command = Make(sql, arguments.Length);
            _commands.Add(sql, command);
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        }

        return command;
    }

    private DbCommand Make(string sql, int parameterCount)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this project; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < parameterCount; i++)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
