using ParquetSharp;
using ParquetSharp.IO;
using Wallstreet.Delta.Files;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>Reads the end of a Parquet file: columns, rows and statistics, and no row.</summary>
internal static class FooterReader
{
    /// <exception cref="DataFileException">It is no Parquet file, is damaged, or has a column that Delta has no type for.
    /// </exception>
    public static async ValueTask<FileFooter> ReadAsync(
        IObjectStore store, ObjectHead head, CancellationToken cancellationToken)
    {
        using RangedFile stream = await RangedFile.OpenAsync(store, head, cancellationToken).ConfigureAwait(false);
        try
        {
            using ManagedRandomAccessFile input = new(stream);
            using ParquetFileReader file = new(input);
            StructType schema = ParquetTypes.Read(file.FileMetaData.Schema.GroupNode);
            return new FileFooter(schema, file.FileMetaData.NumRows, ReadFacts(file, schema, NullCounts.Read(stream.Footer)));
        }
        catch (Exception exception) when (exception is ParquetException or IOException or SchemaMismatchException
            or OverflowException or FormatException)
        {
            throw new DataFileException(
                $"The file '{head.Key}' at {store.Location} cannot become part of a table: {ParquetErrors.Reason(exception)}. Nothing was "
                + "written. Mend it, or move it away.",
                exception);
        }
    }

    private static List<LeafFacts> ReadFacts(
        ParquetFileReader file, StructType schema, List<List<long?>> nullCounts)
    {
        List<LeafFacts> facts = [];
        SchemaDescriptor columns = file.FileMetaData.Schema;
        for (int column = 0; column < columns.NumColumns; column++)
        {
            ColumnDescriptor descriptor = columns.Column(column);
            if (descriptor.MaxRepetitionLevel > 0)
            {
                continue;
            }

            Schema.ColumnPath path = new(descriptor.Path.ToDotVector());
            if (path.FindIn(schema) is { Type: DecimalType or PrimitiveType } field)
            {
                facts.Add(LeafStatistics.Read(
                    file, column, path, field.Type, [.. nullCounts.Select(group => group[column])]));
            }
        }

        return facts;
    }
}
