using DuckDB.NET.Native;

namespace Wallstreet.Query.Execution;

/// <summary>A vector of DuckDB's that holds texts or bytes.</summary>
internal readonly unsafe struct ByteVector
{
    private readonly IntPtr _vector;
    private readonly DuckDBString* _values;
    private readonly ulong* _valid;

    public ByteVector(IntPtr vector)
    {
        _vector = vector;
        _values = (DuckDBString*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        _valid = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
    }

    public bool IsValid(int row) => _valid is null || (_valid[row / 64] & (1UL << (row % 64))) != 0;

    public ReadOnlySpan<byte> Bytes(int row) => new(_values[row].Data, _values[row].Length);

    public void Set(int row, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            byte empty = 0;
            NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(
                _vector, (ulong)row, bytes.IsEmpty ? &empty : start, bytes.Length);
        }
    }

    public void SetNull(int row)
    {
        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(_vector);
        NativeMethods.ValidityMask.DuckDBValiditySetRowValidity(
            NativeMethods.Vectors.DuckDBVectorGetValidity(_vector), (ulong)row, false);
    }
}
