using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Commands.Rows;

/// <summary>
/// The rows that a command adds. Where they are read twice, for the table and for its change data, they are computed once
/// and kept meanwhile: what an expression such as <c>random()</c> gives must be the same in both.
/// </summary>
internal sealed class NewRows : IAsyncDisposable
{
    private readonly CommandSession? _session;
    private readonly string _table;

    private NewRows(CommandSession? session, string table, string? query, long? count)
    {
        _session = session;
        _table = table;
        Query = query;
        Count = count;
    }

    /// <summary>A query with the table's columns; <see langword="null"/> for no rows.</summary>
    public string? Query { get; }

    /// <summary>How many they are, if they are kept.</summary>
    public long? Count { get; }

    public static async ValueTask<NewRows> PrepareAsync(
        CommandSession session, string? query, CancellationToken cancellationToken, bool readTwice = true)
    {
        if (query is null || !readTwice || !session.RecordsChanges)
        {
            return new NewRows(null, "", query, null);
        }

        string table = RowPlace.Prefix + "new_" + Guid.NewGuid().ToString("N");
        await session.RunAsync($"CREATE TEMP TABLE {table} AS {query}", cancellationToken).ConfigureAwait(false);
        IReadOnlyList<object?[]> count = await session.ReadAsync($"SELECT count(*) FROM {table}", cancellationToken)
            .ConfigureAwait(false);
        return new NewRows(session, table, $"SELECT * FROM {table}", (long)count[0][0]!);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            await _session.RunAsync($"DROP TABLE {_table}", CancellationToken.None).ConfigureAwait(false);
        }
    }
}
