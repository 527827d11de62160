using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Engine;

/// <summary>The hidden columns in which rows that move to other files keep their ids and the versions that last changed them,
/// at the end of all columns. Protocol sections "Row IDs" and "Row Commit Versions".</summary>
internal sealed class KeptRowIds
{
    /// <param name="metadata">The table; where it does not track rows, there is no such column.</param>
    public KeptRowIds(Metadata metadata)
    {
        Columns = metadata is { HasRowTracking: true, RowIdColumn: { } id, RowCommitVersionColumn: { } version }
            ? [new StructField(id, PrimitiveType.Long), new StructField(version, PrimitiveType.Long)]
            : [];
    }

    public IReadOnlyList<StructField> Columns { get; }

    /// <summary>Gives every row its id and version: those that it kept when it was moved, else those that follow from its
    /// file.</summary>
    /// <param name="arrays">The columns of a batch.</param>
    /// <param name="file">The file of its rows.</param>
    /// <param name="start">The place of its first row in the file.</param>
    public void Fill(IArrowArray[] arrays, AddFile file, long start)
    {
        if (Columns.Count == 0)
        {
            return;
        }

        Int64Array ids = (Int64Array)arrays[^2];
        Int64Array versions = (Int64Array)arrays[^1];
        Int64Array.Builder filledIds = new();
        Int64Array.Builder filledVersions = new();
        for (int row = 0; row < ids.Length; row++)
        {
            filledIds.Append(ids.GetValue(row) ?? file.BaseRowId + start + row);
            filledVersions.Append(versions.GetValue(row) ?? file.DefaultRowCommitVersion);
        }

        arrays[^2] = filledIds.Build();
        arrays[^1] = filledVersions.Build();
    }
}
