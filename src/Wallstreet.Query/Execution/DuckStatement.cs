using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Rules;

namespace Wallstreet.Query.Execution;

/// <summary>Runs statements on a connection away from the caller's thread, within a time and until cancelled.</summary>
internal static class DuckStatement
{
    /// <summary>A command with its parameters.</summary>
    public static DuckDBCommand Create(
        DuckDBConnection connection, string sql, IReadOnlyDictionary<string, object?>? parameters = null)
    {
        DuckDBCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the user's statement, analysed before, or built with SqlText.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object? value) in parameters ?? new Dictionary<string, object?>())
        {
            command.Parameters.Add(new DuckDBParameter(name.TrimStart('$'), Engine(value)));
        }

        return command;
    }

    /// <summary>
    /// Runs a piece of work of a command on the thread pool. Cancelling interrupts DuckDB; the task ends only when
    /// DuckDB has let go, so what it used may be closed afterwards.
    /// </summary>
    public static async Task<T> RunAsync<T>(
        DuckDBCommand command, StatementClock clock, Func<T> work, RewrittenSql? statement,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource stop = clock.Start(cancellationToken);
        Task<T> running = Task.Run(work, CancellationToken.None);
        await Task.WhenAny(running, Task.Delay(Timeout.Infinite, stop.Token)).ConfigureAwait(false);
        if (!running.IsCompleted)
        {
            await InterruptAsync(command, running).ConfigureAwait(false);
        }

        try
        {
            return await running.ConfigureAwait(false);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException
            || (stopped is DuckDBException error && EngineErrors.IsInterrupt(error)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new QueryTimeoutException(clock.Timeout);
        }
        catch (DuckDBException error)
        {
            throw RuleViolation.Find(error) ?? (Exception)EngineErrors.Translate(error, statement);
        }
    }

    /// <summary>Runs a statement that returns nothing worth reading.</summary>
    public static Task<int> ExecuteAsync(
        DuckDBCommand command, StatementClock clock, CancellationToken cancellationToken) =>
        RunAsync(command, clock, command.ExecuteNonQuery, null, cancellationToken);

    private static async Task InterruptAsync(DuckDBCommand command, Task running)
    {
        // An interrupt that comes before the statement has begun is forgotten by DuckDB, so it is said again.
        while (!running.IsCompleted)
        {
            command.Cancel();
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None))
                .ConfigureAwait(false);
        }
    }

    private static object? Engine(object? value) => value switch
    {
        DateTimeOffset moment => moment.UtcDateTime,
        JsonElement json => FromJson(json),
        _ => value,
    };

    private static object? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number when json.TryGetInt64(out long whole) => whole,
        JsonValueKind.Number when json.TryGetDecimal(out decimal exact) => exact,
        JsonValueKind.Number => json.GetDouble(),
        _ => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"A parameter is a number, a text, true, false or null, not {json.GetRawText()}.")),
    };
}
