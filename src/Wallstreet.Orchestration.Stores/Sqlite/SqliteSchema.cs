using System.Globalization;
using Wallstreet.Orchestration.Stores.Sql;

namespace Wallstreet.Orchestration.Stores.Sqlite;

/// <summary>
/// Brings a file to the schema of this version. The scripts are what EF Core renders from the migrations, committed
/// beside them and compared by a test, so that opening a store loads no EF Core. The version is the file's
/// <c>user_version</c>: the number of migrations it has had.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>The scripts in order; script n brings version n - 1 to n.</summary>
    internal static readonly string[] Scripts = ["0001_Initial.sql"];

    internal static int Version => Scripts.Length;

    internal static void Prepare(StoreConnection connection, string path)
    {
        int found = ReadVersion(connection);
        if (found == Version)
        {
            return;
        }

        // WAL is a property of the file; it is set before the first transaction, outside of any.
        connection.Execute("PRAGMA journal_mode = WAL");
        connection.Execute("BEGIN EXCLUSIVE");
        found = ReadVersion(connection);
        Check(connection, found, path);
        for (int version = found; version < Version; version++)
        {
            connection.Execute(ReadScript(Scripts[version]));
        }

        connection.Execute($"PRAGMA user_version = {Version.ToString(CultureInfo.InvariantCulture)}");
        connection.Execute("COMMIT");
    }

    internal static string ReadScript(string name)
    {
        using Stream stream = typeof(SqliteSchema).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The schema script {name} is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static int ReadVersion(StoreConnection connection) => (int)connection.ReadNumber("PRAGMA user_version");

    private static void Check(StoreConnection connection, int found, string path)
    {
        if (found > Version)
        {
            throw new OrchestrationStoreException(
                $"The metadata store {path} was written by a newer Wallstreet: it has schema version {found}, this program knows "
                + $"{Version}. Use the newer program, or choose another file.");
        }

        if (found == 0 && connection.ReadNumber("SELECT COUNT(*) FROM sqlite_master") > 0)
        {
            throw new OrchestrationStoreException(
                $"{path} is a SQLite file, but no metadata store of Wallstreet: it has tables of something else. Choose another file.");
        }
    }
}
