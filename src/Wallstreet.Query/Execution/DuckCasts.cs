using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Wallstreet.Query.Execution;

/// <summary>The parts of DuckDB's C interface for types and casts of one's own, which the driver leaves out.</summary>
internal static unsafe partial class DuckCasts
{
    private const string Library = "duckdb";
    private const int Success = 0;

    /// <summary>A type of DuckDB's under a name of its own.</summary>
    public static DuckDBLogicalType Named(DuckDBType type, string name)
    {
        DuckDBLogicalType named = NativeMethods.LogicalType.DuckDBCreateLogicalType(type);
        SetAlias(named.DangerousGetHandle(), name);
        return named;
    }

    /// <summary>Lets statements name a type.</summary>
    public static void Register(DuckDBConnection connection, DuckDBLogicalType type)
    {
        Require(RegisterType(connection.NativeConnection.DangerousGetHandle(), type.DangerousGetHandle(), IntPtr.Zero));
    }

    /// <summary>Makes a cast known.</summary>
    /// <param name="connection">To whom.</param>
    /// <param name="source">From which type.</param>
    /// <param name="target">To which.</param>
    /// <param name="cost">How dear it is where DuckDB casts unasked; -1 if it never may.</param>
    /// <param name="run">What does it.</param>
    public static void Register(DuckDBConnection connection, DuckDBLogicalType source, DuckDBLogicalType target, long cost,
        delegate* unmanaged[Cdecl]<IntPtr, ulong, IntPtr, IntPtr, byte> run)
    {
        IntPtr cast = Create();
        try
        {
            SetSource(cast, source.DangerousGetHandle());
            SetTarget(cast, target.DangerousGetHandle());
            SetCost(cast, cost);
            SetFunction(cast, run);
            Require(RegisterCast(connection.NativeConnection.DangerousGetHandle(), cast));
        }
        finally
        {
            Destroy(&cast);
        }
    }

    /// <summary>Says that a row cannot be cast.</summary>
    /// <returns>Whether the statement goes on with a null in its place (TRY_CAST).</returns>
    public static bool Refuse(IntPtr call, string why, int row, IntPtr output)
    {
        if (ModeOf(call) == 1)
        {
            SetRowError(call, why, (ulong)row, output);
            return true;
        }

        SetError(call, why);
        return false;
    }

    private static void Require(int state)
    {
        if (state != Success)
        {
            throw new QueryFailedException("DuckDB refused the type that variants have while rows are written.");
        }
    }

    [LibraryImport(Library, EntryPoint = "duckdb_logical_type_set_alias", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void SetAlias(IntPtr type, string alias);

    [LibraryImport(Library, EntryPoint = "duckdb_register_logical_type")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RegisterType(IntPtr connection, IntPtr type, IntPtr info);

    [LibraryImport(Library, EntryPoint = "duckdb_create_cast_function")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial IntPtr Create();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_cast_function")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Destroy(IntPtr* cast);

    [LibraryImport(Library, EntryPoint = "duckdb_cast_function_set_source_type")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void SetSource(IntPtr cast, IntPtr type);

    [LibraryImport(Library, EntryPoint = "duckdb_cast_function_set_target_type")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void SetTarget(IntPtr cast, IntPtr type);

    [LibraryImport(Library, EntryPoint = "duckdb_cast_function_set_implicit_cast_cost")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void SetCost(IntPtr cast, long cost);

    [LibraryImport(Library, EntryPoint = "duckdb_cast_function_set_function")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void SetFunction(
        IntPtr cast, delegate* unmanaged[Cdecl]<IntPtr, ulong, IntPtr, IntPtr, byte> function);

    [LibraryImport(Library, EntryPoint = "duckdb_register_cast_function")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RegisterCast(IntPtr connection, IntPtr cast);

    [LibraryImport(Library, EntryPoint = "duckdb_cast_function_get_cast_mode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ModeOf(IntPtr call);

    [LibraryImport(Library, EntryPoint = "duckdb_cast_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void SetError(IntPtr call, string error);

    [LibraryImport(Library, EntryPoint = "duckdb_cast_function_set_row_error", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void SetRowError(IntPtr call, string error, ulong row, IntPtr output);
}
