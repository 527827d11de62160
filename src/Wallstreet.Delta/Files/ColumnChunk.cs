namespace Wallstreet.Delta.Files;

/// <summary>Where the values of one column of one row group are in a Parquet file.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct ColumnChunk(long Start, long Length)
{
    private const int ColumnMetadata = 3;
    private const int CompressedBytes = 7;
    private const int FirstDataPage = 9;
    private const int DictionaryPage = 11;

    /// <summary>Reads them from a footer: row group by row group, and column by column.</summary>
    /// <param name="footer">The footer without its length and magic number.</param>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static IReadOnlyList<IReadOnlyList<ColumnChunk>> Read(ReadOnlySpan<byte> footer) => FooterColumns.Read(footer, ReadChunk);

    private static ColumnChunk ReadChunk(ref CompactReader reader)
    {
        ColumnChunk chunk = default;
        int id = 0;
        while (reader.NextField(ref id) is var type and not 0)
        {
            if (id == ColumnMetadata && type == CompactReader.StructType)
            {
                chunk = ReadPlace(ref reader);
            }
            else
            {
                reader.Skip(type);
            }
        }

        return chunk;
    }

    private static ColumnChunk ReadPlace(ref CompactReader reader)
    {
        (long length, long data, long dictionary) = (0, 0, 0);
        int id = 0;
        while (reader.NextField(ref id) is var type and not 0)
        {
            switch (id)
            {
                case CompressedBytes:
                    length = reader.Whole();
                    break;
                case FirstDataPage:
                    data = reader.Whole();
                    break;
                case DictionaryPage:
                    dictionary = reader.Whole();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return new ColumnChunk(dictionary > 0 && dictionary < data ? dictionary : data, length);
    }
}
