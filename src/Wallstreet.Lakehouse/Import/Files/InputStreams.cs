namespace Wallstreet.Lakehouse.Import.Files;

/// <summary>Opens and reads files so that every failure names the file.</summary>
internal static class InputStreams
{
    /// <summary>Opens a file for reading from its beginning to its end.</summary>
    /// <exception cref="ImportException">It cannot be read.</exception>
    public static FileStream Open(InputFile file)
    {
        try
        {
            return new FileStream(file.FullPath, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, error);
        }
    }

    /// <summary>Reads the next bytes.</summary>
    /// <exception cref="ImportException">They cannot be read.</exception>
    public static async ValueTask<int> ReadAsync(
        Stream stream, Memory<byte> buffer, InputFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw Unreadable(file, error);
        }
    }

    public static ImportException Unreadable(InputFile file, Exception error) =>
        new($"{file.DisplayPath} cannot be read: {error.Message} Nothing was imported.", error);
}
