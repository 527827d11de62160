using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TestKit;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Stores.Schema;
using Wallstreet.Orchestration.Stores.Sqlite;
using static TestKit.Orchestration.SampleEvents;

namespace Wallstreet.Orchestration.Stores.Tests.Sqlite;

public sealed class SqliteSchemaTests
{
    private const string ScriptFolder = "src/Wallstreet.Orchestration.Stores/Sqlite/Scripts";

    [Fact]
    public void The_model_has_no_change_that_no_migration_makes()
    {
        using OrchestrationContext context = DesignTimeContext.Create();

        Assert.False(
            context.Database.HasPendingModelChanges(),
            "OrchestrationContext changed. Run `dotnet ef migrations add NAME -p src/Wallstreet.Orchestration.Stores "
            + "-s tests/Wallstreet.Orchestration.Stores.Tests -o Schema/Migrations`.");
    }

    [Fact]
    public void The_committed_scripts_are_what_EF_Core_renders_from_the_migrations()
    {
        using OrchestrationContext context = DesignTimeContext.Create();
        string[] migrations = [.. context.Database.GetMigrations()];
        bool rewrite = Environment.GetEnvironmentVariable("WALLSTREET_WRITE_SCHEMA_SCRIPTS") == "1";
        Assert.True(rewrite || migrations.Length == SqliteSchema.Scripts.Length, "Every migration has a script in SqliteSchema.Scripts.");

        for (int i = 0; i < migrations.Length; i++)
        {
            string rendered = context.GetService<IMigrator>()
                .GenerateScript(i == 0 ? null : migrations[i - 1], migrations[i], MigrationsSqlGenerationOptions.NoTransactions)
                .ReplaceLineEndings("\n");
            string name = $"{i + 1:0000}_{migrations[i].Split('_', 2)[1]}.sql";
            if (rewrite)
            {
                File.WriteAllText(Repository.PathOf($"{ScriptFolder}/{name}"), rendered);
                continue;
            }

            Assert.Equal(name, SqliteSchema.Scripts[i]);
            Assert.True(
                rendered == SqliteSchema.ReadScript(name).ReplaceLineEndings("\n"),
                $"{ScriptFolder}/{name} differs from its migration. Run this test with WALLSTREET_WRITE_SCHEMA_SCRIPTS=1 to write it anew.");
        }
    }

    [Fact]
    public async Task A_store_of_every_earlier_version_is_brought_to_this_one()
    {
        for (int version = 0; version < SqliteSchema.Version; version++)
        {
            using var folder = new TemporaryFolder();
            string path = folder["old.db"];
            MakeVersion(path, version);

            await using var store = SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = path }, TimeProvider.System);

            Assert.Equal(1, await store.Events.AppendAsync([Log("after")], TestContext.Current.CancellationToken));
            Assert.Equal(SqliteSchema.Version, ReadNumber(path, "PRAGMA user_version"));
            Assert.Equal("wal", Query(path, "PRAGMA journal_mode"));
        }
    }

    [Fact]
    public async Task A_store_that_EF_Core_migrated_has_the_same_tables()
    {
        using var folder = new TemporaryFolder();
        await using (OrchestrationContext context = DesignTimeContext.Create($"Data Source={folder["ef.db"]};Pooling=False"))
        {
            await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        }

        await using var store = SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = folder["own.db"] }, TimeProvider.System);

        const string Tables = "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_master "
            + "WHERE sql IS NOT NULL AND name NOT LIKE '%EFMigrationsLock%' ORDER BY name)";
        Assert.Equal(Query(folder["ef.db"], Tables), Query(folder["own.db"], Tables));
    }

    [Fact]
    public async Task Many_that_open_a_fresh_store_at_once_all_succeed()
    {
        using var folder = new TemporaryFolder();

        SqliteOrchestrationStore[] stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = folder["x.db"] }, TimeProvider.System),
            TestContext.Current.CancellationToken)));

        foreach (SqliteOrchestrationStore store in stores)
        {
            await store.Events.AppendAsync([Log("hello")], TestContext.Current.CancellationToken);
        }

        Assert.Equal(8, await stores[0].Events.GetLastSequenceAsync(TestContext.Current.CancellationToken));
        foreach (SqliteOrchestrationStore store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public void A_store_of_a_newer_version_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        MakeVersion(folder["new.db"], SqliteSchema.Version);
        Execute(folder["new.db"], "PRAGMA user_version = 99");

        AssertRefused(folder["new.db"], "newer Wallstreet", "99");
    }

    [Fact]
    public void A_file_of_another_program_is_refused_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        Execute(folder["other.db"], "CREATE TABLE albums (title TEXT)");

        AssertRefused(folder["other.db"], "no metadata store of Wallstreet");
        Assert.Equal(1, ReadNumber(folder["other.db"], "SELECT COUNT(*) FROM sqlite_master"));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.WriteFile("text.db", System.Text.Encoding.UTF8.GetBytes(new string('x', 10_000)));

        AssertRefused(folder["text.db"], "damaged", "backup");
    }

    [Fact]
    public async Task A_damaged_page_is_an_error_that_names_the_file_when_it_is_met()
    {
        using var folder = new TemporaryFolder();
        string path = folder["hurt.db"];
        await using (var store = SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = path }, TimeProvider.System))
        {
            await store.Events.AppendAsync([.. Enumerable.Range(0, 2000).Select(i => Log($"line {i}"))], TestContext.Current.CancellationToken);
        }

        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes.AsSpan(4096).Fill(0xAB);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<OrchestrationStoreException>(async () =>
        {
            await using var store = SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = path }, TimeProvider.System);
            await foreach (RunEvent _ in store.Events.ReadRunAsync(RunOne, 0, TestContext.Current.CancellationToken))
            {
            }
        });
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_that_names_it()
    {
        using var folder = new TemporaryFolder();
        folder.WriteFile("file", [1]);

        AssertRefused(folder["file/state/x.db"], folder["file/state"]);
    }

    [Fact]
    public void A_path_that_is_a_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["x.db"]);

        AssertRefused(folder["x.db"], "cannot be opened for writing");
    }

    [Fact]
    public async Task A_read_only_store_is_an_error_that_says_how_to_mend_it()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("A folder's mode holds nobody here: root and Windows write anyway.");
            return;
        }

        using var folder = new TemporaryFolder();
        string path = folder["state/x.db"];
        await using (SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = path }, TimeProvider.System))
        {
        }

        File.SetUnixFileMode(folder["state"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            await Assert.ThrowsAsync<OrchestrationStoreException>(async () =>
            {
                await using var store = SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = path }, TimeProvider.System);
                await store.Events.AppendAsync([Log("x")], TestContext.Current.CancellationToken);
            });
        }
        finally
        {
            File.SetUnixFileMode(folder["state"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_place_where_no_file_can_be_made_is_an_error_that_says_how_to_mend_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux's.");

        AssertRefused("/proc/wallstreet.db", "cannot be opened for writing", "writable");
    }

    [Theory]
    [InlineData(0, 250)]
    [InlineData(700_000, 250)]
    [InlineData(1000, 1)]
    [InlineData(1000, 70_000)]
    public void Options_out_of_their_range_are_refused(int busyMilliseconds, int pollMilliseconds)
    {
        var options = new SqliteStoreOptions
        {
            Path = "unused.db",
            BusyTimeout = TimeSpan.FromMilliseconds(busyMilliseconds),
            PollInterval = TimeSpan.FromMilliseconds(pollMilliseconds),
        };

        Assert.Throws<ArgumentException>(() => SqliteOrchestrationStore.Open(options, TimeProvider.System));
        Assert.False(File.Exists("unused.db"));
    }

    private static void AssertRefused(string path, params string[] parts)
    {
        var error = Assert.Throws<OrchestrationStoreException>(() =>
            SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = path }, TimeProvider.System));
        Assert.All([Path.GetFileName(path) == "x.db" && parts[0].StartsWith('/') ? parts[0] : path, .. parts], part =>
            Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static void MakeVersion(string path, int version)
    {
        Execute(path, "PRAGMA user_version");
        for (int i = 0; i < version; i++)
        {
            Execute(path, SqliteSchema.ReadScript(SqliteSchema.Scripts[i]));
        }

        Execute(path, $"PRAGMA user_version = {version}");
    }

    private static void Execute(string path, string sql) => Query(path, sql);

    private static long ReadNumber(string path, string sql) =>
        Convert.ToInt64(Query(path, sql), System.Globalization.CultureInfo.InvariantCulture);

    private static object? Query(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
