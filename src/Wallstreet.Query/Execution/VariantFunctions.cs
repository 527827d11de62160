using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Wallstreet.Delta;
using Wallstreet.Delta.Variants;

namespace Wallstreet.Query.Execution;

/// <summary>What DuckDB knows of Delta's variants. Statements that read see JSON text. Statements that write see a type of
/// their own, whose values keep their bytes and become JSON text wherever a text is asked for.</summary>
internal static unsafe class VariantFunctions
{
    /// <summary>The type of variants in statements that write.</summary>
    public const string Type = "WALLSTREET_VARIANT";

    /// <summary>Makes JSON text of names and bytes; statements of users may call nothing that begins so.</summary>
    public const string ToText = "wallstreet_variant";

    /// <summary>Makes a variant of names and bytes.</summary>
    public const string Pack = "wallstreet_variant_of";

    /// <summary>The names of a variant.</summary>
    public const string Metadata = "wallstreet_variant_metadata";

    /// <summary>The bytes of a variant.</summary>
    public const string Value = "wallstreet_variant_value";

    /// <summary>Spark's name for what makes a variant of JSON text; statements that only read get the text back.</summary>
    private const string Parse = "parse_json";
    private const string TryParse = "try_parse_json";
    private const string Own = "wallstreet_";

    /// <summary>What statements that write call by Spark's names.</summary>
    public static IReadOnlyList<string> WritingMacros { get; } =
    [
        $"CREATE OR REPLACE TEMP MACRO {Parse}(json) AS {Own}{Parse}(json)",
        $"CREATE OR REPLACE TEMP MACRO {TryParse}(json) AS {Own}{TryParse}(json)",
    ];

    /// <summary>Makes them known to an instance of DuckDB.</summary>
    public static void Register(DuckDBConnection connection)
    {
        using DuckDBLogicalType variant = DuckCasts.Named(DuckDBType.Blob, Type);
        using DuckDBLogicalType json = DuckCasts.Named(DuckDBType.Varchar, "JSON");
        using DuckDBLogicalType text = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Varchar);
        using DuckDBLogicalType bytes = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Blob);
        DuckCasts.Register(connection, variant);
        DuckCasts.Register(connection, variant, text, 1, &CastToText);
        DuckCasts.Register(connection, variant, json, -1, &CastToText);
        DuckCasts.Register(connection, text, variant, -1, &CastToVariant);
        DuckCasts.Register(connection, json, variant, -1, &CastToVariant);
        Register(connection, ToText, &RunToText, text, bytes, bytes);
        Register(connection, Pack, &RunPack, variant, bytes, bytes);
        Register(connection, Metadata, &RunMetadata, bytes, variant);
        Register(connection, Value, &RunValue, bytes, variant);
        Register(connection, Parse, &RunCheck, text, text);
        Register(connection, TryParse, &RunTryCheck, text, text);
        Register(connection, Own + Parse, &RunParse, variant, text);
        Register(connection, Own + TryParse, &RunTryParse, variant, text);
    }

    private delegate byte[]? Work(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);

    private static void Register(DuckDBConnection connection, string name,
        delegate* unmanaged[Cdecl]<IntPtr, IntPtr, IntPtr, void> run, DuckDBLogicalType result, params DuckDBLogicalType[] parameters)
    {
        IntPtr function = NativeMethods.ScalarFunction.DuckDBCreateScalarFunction();
        try
        {
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetName(function, name);
            foreach (DuckDBLogicalType parameter in parameters)
            {
                NativeMethods.ScalarFunction.DuckDBScalarFunctionAddParameter(function, parameter);
            }

            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetReturnType(function, result);
            NativeMethods.ScalarFunction.DuckDBScalarFunctionSetFunction(function, run);
            if (NativeMethods.ScalarFunction.DuckDBRegisterScalarFunction(connection.NativeConnection, function)
                != DuckDBState.Success)
            {
                throw new QueryFailedException($"DuckDB refused the function {name}, which variants need.");
            }
        }
        finally
        {
            NativeMethods.ScalarFunction.DuckDBDestroyScalarFunction(ref function);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunToText(IntPtr call, IntPtr input, IntPtr output) =>
        Run(call, input, output, 2, static (metadata, value) => VariantValue.ToJson(metadata, value));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunPack(IntPtr call, IntPtr input, IntPtr output) =>
        Run(call, input, output, 2, static (metadata, value) => PackedVariant.Of(metadata, value));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunMetadata(IntPtr call, IntPtr input, IntPtr output) =>
        Run(call, input, output, 1, static (packed, _) => PackedVariant.Metadata(packed).ToArray());

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunValue(IntPtr call, IntPtr input, IntPtr output) =>
        Run(call, input, output, 1, static (packed, _) => PackedVariant.Value(packed).ToArray());

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunParse(IntPtr call, IntPtr input, IntPtr output) =>
        Run(call, input, output, 1, static (json, _) => PackedVariant.Parse(json));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunTryParse(IntPtr call, IntPtr input, IntPtr output) =>
        Run(call, input, output, 1, static (json, _) => TryParseJson(json));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunCheck(IntPtr call, IntPtr input, IntPtr output) =>
        Run(call, input, output, 1, static (json, _) => PackedVariant.ToJson(PackedVariant.Parse(json)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunTryCheck(IntPtr call, IntPtr input, IntPtr output) =>
        Run(call, input, output, 1, static (json, _) => TryParseJson(json) is { } packed ? PackedVariant.ToJson(packed) : null);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte CastToText(IntPtr call, ulong count, IntPtr input, IntPtr output) =>
        Cast(call, count, input, output, static (packed, _) => PackedVariant.ToJson(packed));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte CastToVariant(IntPtr call, ulong count, IntPtr input, IntPtr output) =>
        Cast(call, count, input, output, static (json, _) => PackedVariant.Parse(json));

    private static byte[]? TryParseJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return PackedVariant.Parse(json);
        }
        catch (DataFileException)
        {
            return null;
        }
    }

    private static void Run(IntPtr call, IntPtr input, IntPtr output, int parameters, Work work)
    {
        try
        {
            // The chunk stays DuckDB's: a handle made of a pointer does not own it.
            using var chunk = new DuckDBDataChunk(input);
            int count = checked((int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk));
            ByteVector first = new(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, 0));
            ByteVector second = new(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, parameters - 1));
            ByteVector result = new(output);
            for (int row = 0; row < count; row++)
            {
                // Where an argument is null, DuckDB makes the result null itself.
                if (first.IsValid(row) && second.IsValid(row))
                {
                    if (work(first.Bytes(row), second.Bytes(row)) is { } made)
                    {
                        result.Set(row, made);
                    }
                    else
                    {
                        result.SetNull(row);
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

    private static byte Cast(IntPtr call, ulong count, IntPtr input, IntPtr output, Work work)
    {
        ByteVector source = new(input);
        ByteVector result = new(output);
        bool complete = true;
        for (int row = 0; row < (int)count; row++)
        {
            if (!source.IsValid(row))
            {
                result.SetNull(row);
                continue;
            }

            try
            {
                result.Set(row, work(source.Bytes(row), []));
            }
#pragma warning disable CA1031 // No exception may pass through DuckDB's frames; the statement fails with its message.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                complete = false;
                if (!DuckCasts.Refuse(call, exception.Message, row, output))
                {
                    break;
                }
            }
        }

        return complete ? (byte)1 : (byte)0;
    }
}
