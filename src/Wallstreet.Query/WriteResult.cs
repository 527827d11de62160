using Wallstreet.Delta.Schema;

namespace Wallstreet.Query;

/// <summary>What a write has done.</summary>
/// <param name="Version">The version that was committed.</param>
/// <param name="RowsWritten">How many rows the statement gave.</param>
/// <param name="RowsRemoved">How many rows went; for files without a row count in the log -1.</param>
/// <param name="FilesAdded">How many files were added.</param>
/// <param name="FilesRemoved">How many files were removed.</param>
/// <param name="BytesWritten">The bytes of the files added.</param>
/// <param name="Schema">The table's schema at that version.</param>
/// <param name="Inputs">The table versions that were read.</param>
public sealed record WriteResult(long Version, long RowsWritten, long RowsRemoved, int FilesAdded, int FilesRemoved,
    long BytesWritten, StructType Schema, IReadOnlyList<TableVersionRead> Inputs);
