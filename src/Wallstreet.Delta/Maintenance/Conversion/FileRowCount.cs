using ParquetSharp;
using ParquetSharp.IO;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Files;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>How many rows a data file has, deleted ones too, where its statistics do not say it: its footer does.</summary>
internal static class FileRowCount
{
    /// <exception cref="DataFileException">The file is missing, damaged, or out of reach.</exception>
    public static async ValueTask<long> ReadAsync(IObjectStore store, AddFile file, CancellationToken cancellationToken)
    {
        if (!DataPath.TryResolve(file.Path, store, out (IObjectStore Store, string Key) found))
        {
            throw new DataFileException(
                $"The data file '{file.Path}' lies outside of the table at {store.Location} and cannot be reached.");
        }

        ObjectHead head = await found.Store.FindHeadAsync(found.Key, cancellationToken).ConfigureAwait(false)
            ?? throw new DataFileException(
                $"The data file '{file.Path}' is missing at {store.Location}, and the log does not say how many rows it has. It was "
                + "deleted behind the log's back, or vacuumed: restore it.");
        try
        {
            using RangedFile stream = await RangedFile.OpenAsync(found.Store, head, cancellationToken).ConfigureAwait(false);
            using ManagedRandomAccessFile input = new(stream);
            using ParquetFileReader reader = new(input);
            return reader.FileMetaData.NumRows;
        }
        catch (Exception exception) when (exception is ParquetException or IOException or OverflowException)
        {
            throw new DataFileException(
                $"The data file '{file.Path}' cannot be read: {ParquetErrors.Reason(exception)}. It is truncated or damaged; restore it.",
                exception);
        }
    }
}
