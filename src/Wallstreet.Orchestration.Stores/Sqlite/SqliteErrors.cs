using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Wallstreet.Orchestration.Stores.Sqlite;

/// <summary>SQLite's errors in words that say which file and how to mend it.</summary>
internal static class SqliteErrors
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    internal static Exception Translate(DbException exception, string path)
    {
        if (exception is not SqliteException sqlite)
        {
            return exception;
        }

        string? message = sqlite.SqliteErrorCode switch
        {
            NotADatabase or Corrupt =>
                $"The metadata store {path} is damaged: {Said(sqlite)} Restore it from a backup; or move the file (and its -wal and -shm "
                + "files) away and start again: the tables of the lake are not in it, only the history of runs is.",
            ReadOnly or Permission or CannotOpen =>
                $"The metadata store {path} cannot be opened for writing: {Said(sqlite)} Make the file and its folder writable for the user "
                + "who runs Wallstreet, or choose another place.",
            Full => $"The disk of the metadata store {path} is full: {Said(sqlite)} Free some space; nothing that was acknowledged is lost.",
            Busy or Locked =>
                $"The metadata store {path} was kept busy by another process for longer than the busy timeout. Look for a process that "
                + "holds the file (a backup, a database browser), and end it.",
            InputOutput => $"The metadata store {path} could not be read or written: {Said(sqlite)} Look at the disk.",
            _ => null,
        };
        return message is null ? exception : new OrchestrationStoreException(message, exception);
    }

    private static string Said(SqliteException exception) => exception.Message.Trim() + (exception.Message.EndsWith('.') ? "" : ".");
}
