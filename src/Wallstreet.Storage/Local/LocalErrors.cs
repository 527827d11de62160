namespace Wallstreet.Storage.Local;

/// <summary>Says what an error of the file system means for the store.</summary>
internal static class LocalErrors
{
    private const int NotAFolder = 20;
    private const int IsAFolder = 21;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int QuotaExceededLinux = 122;
    private const int QuotaExceededMacOS = 69;
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullWindows = unchecked((int)0x80070027);

    /// <summary>Whether the error says that there is no such file.</summary>
    public static bool IsMissing(Exception error) =>
        error is FileNotFoundException or DirectoryNotFoundException || IsNotAFolder(error);

    public static bool IsNotAFolder(Exception error) => error is IOException && error.HResult == NotAFolder;

    /// <summary>Whether the file system gave the error, and it was not translated yet.</summary>
    public static bool IsOfFileSystem(Exception error) =>
        error is (IOException or UnauthorizedAccessException) and not ObjectStoreException;

    /// <summary>The error as this store's kind.</summary>
    public static ObjectStoreException Translate(Exception error, Uri location, string key, string path) => error switch
    {
        UnauthorizedAccessException => new ObjectStoreAccessException(
            $"No permission for '{path}' (object '{key}' of {location}). "
            + "Give the user of this program read and write permission on the folder.", error),
        PathTooLongException => new ObjectStoreFailedException(
            $"The name of '{path}' is too long for the file system of {location}; use shorter keys.", error),
        { HResult: NoSpace or QuotaExceededLinux or QuotaExceededMacOS or DiskFullWindows or HandleDiskFullWindows } =>
            new ObjectStoreFullException(
                $"No space left for object '{key}' in {location}; nothing of it was kept. "
                + "Free space on the disk, or raise the quota, and try again.", error),
        { HResult: ReadOnly } => new ObjectStoreAccessException(
            $"The file system of {location} is read-only, so object '{key}' cannot be written. "
            + "Mount it writable or choose another location.", error),
        { HResult: NotAFolder or IsAFolder } => new ObjectStoreFailedException(
            $"Object '{key}' cannot be in {location}: on a file system no object can lie below another one, "
            + $"and something at or above '{path}' is in the way.", error),
        _ => new ObjectStoreFailedException($"Object '{key}' of {location} failed at '{path}': {error.Message}", error),
    };
}
