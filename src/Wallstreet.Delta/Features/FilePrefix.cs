using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Features;

/// <summary>Folders of chance for new files, in place of those of partitions: stores that divide their keys by prefix then
/// spread the load. Asked for by the table's properties <c>delta.randomizeFilePrefixes</c> and
/// <c>delta.randomPrefixLength</c>.</summary>
public static class FilePrefix
{
    private const int LengthDefault = 2;
    private const int LengthMax = 32;

    /// <summary>A folder for the next file, with a slash at its end.</summary>
    /// <param name="metadata">The table.</param>
    /// <returns>The folder; <see langword="null"/> if the table does not ask for any.</returns>
    public static string? Next(Metadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.IsEnabled("delta.randomizeFilePrefixes"))
        {
            return null;
        }

        long length = Math.Clamp(metadata.FindNumber("delta.randomPrefixLength") ?? LengthDefault, 1, LengthMax);
        return Guid.NewGuid().ToString("N")[..(int)length] + "/";
    }
}
