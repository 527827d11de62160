using Wallstreet.Delta.Files;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>How many nulls a footer tells of each column of each row group. The Parquet library says 0 where a footer says
/// nothing, which would make readers skip files with nulls; so the footer is asked itself.</summary>
internal static class NullCounts
{
    private const int ColumnMetadata = 3;
    private const int ColumnStatistics = 12;
    private const int NullCount = 3;

    /// <summary>Row group by row group and column by column; null where nothing is said.</summary>
    /// <param name="footer">The footer without its length and magic number.</param>
    public static List<List<long?>> Read(ReadOnlySpan<byte> footer) => FooterColumns.Read(
        footer, static (ref column) => Find(ref column, [ColumnMetadata, ColumnStatistics, NullCount]));

    /// <summary>Follows fields from structure to structure to a number.</summary>
    private static long? Find(ref CompactReader reader, ReadOnlySpan<int> path)
    {
        long? found = null;
        int id = 0;
        while (reader.NextField(ref id) is var type and not 0)
        {
            if (id != path[0])
            {
                reader.Skip(type);
            }
            else if (path.Length == 1)
            {
                found = reader.Whole();
            }
            else
            {
                found = Find(ref reader, path[1..]);
            }
        }

        return found;
    }
}
