using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Wallstreet.Delta.Variants;

namespace Wallstreet.Query.Execution;

/// <summary>A function in DuckDB that writes a variant as JSON, so that both engines of this project say the same.</summary>
internal static unsafe class VariantFunction
{
    /// <summary>Its name; statements of users may call nothing that begins so.</summary>
    public const string Name = "wallstreet_variant";

    /// <summary>Makes the function known to an instance of DuckDB.</summary>
    public static void Register(DuckDBConnection connection)
    {
        IntPtr function = NativeMethods.ScalarFunction.DuckDBCreateScalarFunction();
        try
        {
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetName(function, Name);
            using DuckDBLogicalType bytes = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Blob);
            using DuckDBLogicalType text = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Varchar);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionAddParameter(function, bytes);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionAddParameter(function, bytes);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetReturnType(function, text);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetFunction(function, &Run);
            if (NativeMethods.ScalarFunction.DuckDBRegisterScalarFunction(connection.NativeConnection, function)
                != DuckDBState.Success)
            {
                throw new QueryFailedException($"DuckDB refused the function {Name}, which variants are read by.");
            }
        }
        finally
        {
            NativeMethods.ScalarFunction.DuckDBDestroyScalarFunction(ref function);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Run(IntPtr call, IntPtr input, IntPtr output)
    {
        try
        {
            // The chunk stays DuckDB's: a handle made of a pointer does not own it.
            using var chunk = new DuckDBDataChunk(input);
            int count = checked((int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk));
            Column metadata = new(chunk, 0);
            Column values = new(chunk, 1);
            for (int row = 0; row < count; row++)
            {
                // Where an argument is null, DuckDB makes the result null itself.
                if (metadata.IsValid(row) && values.IsValid(row))
                {
                    byte[] json = VariantValue.ToJson(metadata.Bytes(row), values.Bytes(row));
                    if (json.AsSpan().SequenceEqual("null"u8))
                    {
                        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(output);
                        NativeMethods.ValidityMask.DuckDBValiditySetRowValidity(
                            NativeMethods.Vectors.DuckDBVectorGetValidity(output), (ulong)row, false);
                        continue;
                    }

                    fixed (byte* start = json)
                    {
                        NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(output, (ulong)row, start, json.Length);
                    }
                }
            }
        }
#pragma warning disable CA1031 // No exception may pass through DuckDB's frames; the statement fails with its message.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetError(call, exception.Message);
        }
    }

    private readonly struct Column
    {
        private readonly DuckDBString* _values;
        private readonly ulong* _valid;

        public Column(DuckDBDataChunk chunk, int column)
        {
            IntPtr vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column);
            _values = (DuckDBString*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
            _valid = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        }

        public bool IsValid(int row) => _valid is null || (_valid[row / 64] & (1UL << (row % 64))) != 0;

        public ReadOnlySpan<byte> Bytes(int row) => new(_values[row].Data, _values[row].Length);
    }
}
