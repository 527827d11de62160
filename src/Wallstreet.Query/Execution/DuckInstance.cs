using DuckDB.NET.Data;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Execution;

/// <summary>
/// One DuckDB in memory, shut off from everything but the folders it was opened for. It lives as long as its host
/// keeps it and any lease on it.
/// </summary>
internal sealed class DuckInstance
{
    private readonly DuckDBConnection _root;
    private readonly HashSet<string> _directories;
    private int _leases;
    private bool _retired;

    private DuckInstance(DuckDBConnection root, HashSet<string> directories)
    {
        _root = root;
        _directories = directories;
    }

    public int LeaseCount => _leases;

    public IReadOnlyCollection<string> Directories => _directories;

    /// <summary>Opens one. What is not allowed here cannot be allowed later: the configuration is locked.</summary>
    public static DuckInstance Open(QueryOptions options, HashSet<string> directories)
    {
        var root = new DuckDBConnection("DataSource=:memory:");
        try
        {
            Directory.CreateDirectory(options.TempDirectory);
            root.Open();
            AliveFunction.Register(root);
            VariantFunctions.Register(root);
            Execute(root, Settings(options, directories));
            return new DuckInstance(root, directories);
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    public bool Allows(IEnumerable<string> directories) => directories.All(_directories.Contains);

    /// <summary>A connection of its own. The caller holds the host's lock.</summary>
    public DuckDBConnection Connect()
    {
        DuckDBConnection connection = _root.Duplicate();
        connection.Open();
        _leases++;
        return connection;
    }

    /// <summary>Ends a lease. The caller holds the host's lock and has closed the connection.</summary>
    public void Release()
    {
        _leases--;
        CloseIfUnused();
    }

    /// <summary>Closes the instance as soon as nobody uses it. The caller holds the host's lock.</summary>
    public void Retire()
    {
        _retired = true;
        CloseIfUnused();
    }

    private void CloseIfUnused()
    {
        if (_retired && _leases == 0)
        {
            _root.Dispose();
        }
    }

    private static string Settings(QueryOptions options, IEnumerable<string> directories)
    {
        string allowed = string.Join(", ", directories.Order(StringComparer.Ordinal).Select(SqlText.Text));
        return string.Join(";\n",
            $"SET memory_limit = '{SqlText.Number(options.MemoryLimitBytes)}B'",
            $"SET threads = {SqlText.Number(options.Threads)}",
            $"SET temp_directory = {SqlText.Text(options.TempDirectory)}",
            $"SET max_temp_directory_size = '{SqlText.Number(options.TempSizeBytesMax)}B'",
            "SET GLOBAL TimeZone = 'UTC'",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            "SET allow_community_extensions = false",
            "SET parquet_metadata_cache = true",
            "SET partitioned_write_max_open_files = 1000",
            $"SET allowed_directories = [{allowed}]",
            "SET enable_external_access = false",
            "SET lock_configuration = true");
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every value in it is quoted by SqlText.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
