using System.Data.Common;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Stores.Sql;

namespace Wallstreet.Orchestration.Stores.Sqlite;

/// <summary>
/// Runs, events and schedules in one SQLite file. Several processes may have the same file open and write to it.
/// </summary>
public sealed class SqliteOrchestrationStore : IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly StoreWriter _writer;
    private readonly ChangeSignal _changes;

    private SqliteOrchestrationStore(SqliteDatabase database, SqliteStoreOptions options, TimeProvider time)
    {
        Path = options.Path;
        _database = database;
        _changes = new ChangeSignal(database, time, options.PollInterval);
        _writer = new StoreWriter(database, _changes);
        Runs = new SqlRunStore(database, _writer);
        Events = new SqlEventLog(database, _writer, _changes);
        Schedules = new SqlScheduleStore(database, _writer);
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The runs.</summary>
    public IRunStore Runs { get; }

    /// <summary>The event log.</summary>
    public IEventLog Events { get; }

    /// <summary>The schedules and their ticks.</summary>
    public IScheduleStore Schedules { get; }

    /// <summary>Opens a store; creates it, or brings it to the schema of this version, where needed.</summary>
    /// <param name="options">Which file, and how.</param>
    /// <param name="time">Paces the look-out for events of other processes.</param>
    /// <returns>The open store; whoever opened it disposes it.</returns>
    /// <exception cref="OrchestrationStoreException">
    /// The file is damaged, is none of Wallstreet's, is of a newer version, or may not be written. The message names it.
    /// </exception>
    public static SqliteOrchestrationStore Open(SqliteStoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        options = options with { Path = System.IO.Path.GetFullPath(options.Path) };
        CreateFolder(options.Path);
        var database = new SqliteDatabase(options);
        try
        {
            using StoreConnection connection = database.Connect();
            SqliteSchema.Prepare(connection, options.Path);
        }
        catch (DbException exception)
        {
            throw database.Translate(exception);
        }

        return new SqliteOrchestrationStore(database, options, time);
    }

    /// <summary>Writes what waits to be written and closes the file. Subscriptions end with an error.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _changes.Dispose();
        _database.Dispose();
    }

    private static void CreateFolder(string path)
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OrchestrationStoreException(
                $"The folder {folder} of the metadata store cannot be created: {exception.Message} Make the folder above it writable, "
                + "or choose another place.",
                exception);
        }
    }
}
