using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Wallstreet.Delta.DeletionVectors;

namespace Wallstreet.Query.Execution;

/// <summary>
/// A function in DuckDB that tells whether a row of a file is left by the file's deletion vector. It works on DuckDB's
/// own vectors, 2,048 rows at a time; no row becomes an object.
/// </summary>
internal static unsafe class AliveFunction
{
    /// <summary>Its name; statements of users may call nothing that begins so.</summary>
    public const string Name = "wallstreet_alive";

    private static readonly ConcurrentDictionary<long, DeletionVector?[]> _held = new();
    private static long _lastNumber;

    /// <summary>Makes the function known to an instance of DuckDB.</summary>
    public static void Register(DuckDBConnection connection)
    {
        IntPtr function = NativeMethods.ScalarFunction.DuckDBCreateScalarFunction();
        try
        {
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetName(function, Name);
            using DuckDBLogicalType whole = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
            using DuckDBLogicalType index = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.UnsignedBigInt);
            using DuckDBLogicalType truth = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Boolean);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionAddParameter(function, whole);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionAddParameter(function, index);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionAddParameter(function, whole);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetReturnType(function, truth);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetFunction(function, &Run);
            if (NativeMethods.ScalarFunction.DuckDBRegisterScalarFunction(connection.NativeConnection, function)
                != DuckDBState.Success)
            {
                throw new QueryFailedException($"DuckDB refused the function {Name}, which deleted rows are left out by.");
            }
        }
        finally
        {
            NativeMethods.ScalarFunction.DuckDBDestroyScalarFunction(ref function);
        }
    }

    /// <summary>Keeps the deletion vectors of the files of one scan, in their order, and gives the number by which the
    /// function finds them.</summary>
    public static long Hold(DeletionVector?[] byFile)
    {
        long number = Interlocked.Increment(ref _lastNumber);
        _held[number] = byFile;
        return number;
    }

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    public static void Release(long number) => _held.TryRemove(number, out _);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Run(IntPtr call, IntPtr input, IntPtr output)
    {
        try
        {
            // The chunk stays DuckDB's: a handle made of a pointer does not own it.
            using var chunk = new DuckDBDataChunk(input);
            int count = checked((int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk));
            if (count > 0)
            {
                Answer(Column<long>(chunk, 0, count), Column<ulong>(chunk, 1, count), Column<long>(chunk, 2, count),
                    new Span<bool>(NativeMethods.Vectors.DuckDBVectorGetData(output), count));
            }
        }
#pragma warning disable CA1031 // No exception may pass through DuckDB's frames; the statement fails with its message.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetError(call, exception.Message);
        }
    }

    private static ReadOnlySpan<T> Column<T>(DuckDBDataChunk chunk, int column, int count)
        where T : unmanaged =>
        new(NativeMethods.Vectors.DuckDBVectorGetData(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column)), count);

    /// <summary>Answers for stretches of rows of one file each; mostly that is all of them.</summary>
    private static void Answer(
        ReadOnlySpan<long> numbers, ReadOnlySpan<ulong> files, ReadOnlySpan<long> rows, Span<bool> alive)
    {
        DeletionVector?[] byFile = _held[numbers[0]];
        for (int start = 0; start < rows.Length;)
        {
            ulong file = files[start];
            int differs = files[start..].IndexOfAnyExcept(file);
            int end = differs < 0 ? rows.Length : start + differs;
            if (byFile[file] is { } deleted)
            {
                deleted.FindAlive(rows[start..end], alive[start..end]);
            }
            else
            {
                alive[start..end].Fill(true);
            }

            start = end;
        }
    }
}
