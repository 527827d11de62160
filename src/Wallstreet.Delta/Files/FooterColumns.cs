namespace Wallstreet.Delta.Files;

/// <summary>Walks the footer of a Parquet file: row group by row group, and column by column.</summary>
internal static class FooterColumns
{
    private const int RowGroups = 4;
    private const int Columns = 1;

    /// <summary>Reads one structure, and is behind it then.</summary>
    public delegate T ColumnReader<T>(ref CompactReader reader);

    /// <summary>Reads something of each column of each row group.</summary>
    /// <param name="footer">The footer without its length and magic number.</param>
    /// <param name="read">Reads it from the column's structure (<c>ColumnChunk</c>).</param>
    /// <exception cref="FormatException">The footer is damaged.</exception>
    public static List<List<T>> Read<T>(ReadOnlySpan<byte> footer, ColumnReader<T> read)
    {
        CompactReader reader = new(footer);
        return ReadList(ref reader, RowGroups, (ref group) => ReadList(ref group, Columns, read));
    }

    /// <summary>The items of one list of a structure.</summary>
    private static List<T> ReadList<T>(ref CompactReader reader, int field, ColumnReader<T> read)
    {
        List<T> items = [];
        int id = 0;
        while (reader.NextField(ref id) is var type and not 0)
        {
            if (id != field || type != CompactReader.ListType)
            {
                reader.Skip(type);
                continue;
            }

            (int count, _) = reader.List();
            for (int index = 0; index < count; index++)
            {
                items.Add(read(ref reader));
            }
        }

        return items;
    }
}
