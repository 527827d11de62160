namespace Wallstreet.Delta.DeletionVectors;

/// <summary>Which rows of a data file are deleted. It never changes, and may be used by several readers at once.</summary>
/// <remarks>Protocol section "Deletion Vectors".</remarks>
public sealed class DeletionVector
{
    private readonly RoaringBitmap _rows;

    internal DeletionVector(RoaringBitmap rows) => _rows = rows;

    /// <summary>No row.</summary>
    public static DeletionVector None { get; } = new(RoaringBitmap.Of([]));

    /// <summary>How many rows are deleted.</summary>
    public long Cardinality => _rows.Cardinality;

    /// <summary>The places of the deleted rows in their file, from 0, ascending.</summary>
    public IEnumerable<long> Rows => _rows.Numbers;

    internal RoaringBitmap Bitmap => _rows;

    /// <summary>The last deleted row; null if there is none.</summary>
    internal long? Last => _rows.Containers.LastOrDefault() is (var key, { } container)
        ? (key << 16) | container.Numbers().Last()
        : null;

    /// <summary>A vector of rows.</summary>
    /// <param name="rows">The rows' places in their file, from 0, in any order; a row may come twice.</param>
    /// <returns>The vector.</returns>
    public static DeletionVector Of(IEnumerable<long> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new DeletionVector(RoaringBitmap.Of(rows));
    }

    /// <summary>The rows of two vectors of one file.</summary>
    /// <param name="other">The other vector.</param>
    /// <returns>A vector with the rows that are in either.</returns>
    public DeletionVector Union(DeletionVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Cardinality == 0 ? other : other.Cardinality == 0 ? this : new DeletionVector(_rows.Union(other._rows));
    }

    /// <summary>The rows that another vector of the file lacks.</summary>
    /// <param name="other">The other vector.</param>
    /// <returns>A vector with the rows that are in this one only.</returns>
    public DeletionVector Except(DeletionVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Cardinality == 0 ? this : new DeletionVector(_rows.Except(other._rows));
    }

    /// <summary>Whether a row is in both vectors.</summary>
    /// <param name="other">The other vector.</param>
    /// <returns>Whether there is one.</returns>
    public bool Intersects(DeletionVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _rows.Intersects(other._rows);
    }

    /// <summary>Whether a row is deleted.</summary>
    /// <param name="row">The row's place in the file, from 0.</param>
    public bool IsDeleted(long row) =>
        row >= 0 && _rows.FindContainer(row >> 16) is { } container && container.Contains((ushort)(row & ushort.MaxValue));

    /// <summary>Tells for many rows whether they are left. Rows near each other are answered fastest.</summary>
    /// <param name="rows">The rows' places in the file, from 0.</param>
    /// <param name="alive">Becomes, for each, whether it is not deleted.</param>
    public void FindAlive(ReadOnlySpan<long> rows, Span<bool> alive)
    {
        long key = -1;
        RoaringContainer? container = null;
        for (int item = 0; item < rows.Length; item++)
        {
            long row = rows[item];
            if (row >> 16 != key)
            {
                key = row >> 16;
                container = _rows.FindContainer(key);
            }

            alive[item] = container is null || !container.Contains((ushort)(row & ushort.MaxValue));
        }
    }
}
