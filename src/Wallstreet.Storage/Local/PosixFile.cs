using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Wallstreet.Storage.Local;

/// <summary>What POSIX offers and .NET does not: naming a file only if the name is free, and flushing a folder.</summary>
internal static partial class PosixFile
{
    private const int ErrorExists = 17;
    private const uint RenameNoReplace = 1;
    private const int CurrentFolder = -100;
    private const uint SyncFileRangeWrite = 2;

    /// <summary>Gives a file a second name, atomically and only if that name is free.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Link(string existing, string name) =>
        LinkCore(existing, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Renames a file, atomically and only if the new name is free: for file systems without links.</summary>
    /// <returns>0, or the error number.</returns>
    public static int RenameIfFree(string existing, string name)
    {
        int answer = OperatingSystem.IsMacOS()
            ? RenameExclusiveCore(existing, name, flags: 4)
            : RenameNoReplaceCore(CurrentFolder, existing, CurrentFolder, name, RenameNoReplace);
        return answer == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Renames a file within its file system, replacing what was there, atomically.</summary>
    /// <returns>0, or the error number; that of another file system among them.</returns>
    public static int Rename(string existing, string name) =>
        RenameCore(existing, name) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Makes the names in a folder durable.</summary>
    public static void FlushFolder(string path)
    {
        int descriptor = OpenCore(path, flags: 0);
        if (descriptor < 0)
        {
            throw ToException("open", path, Marshal.GetLastPInvokeError());
        }

        int answer = FlushCore(descriptor);
        int error = Marshal.GetLastPInvokeError();
        _ = CloseCore(descriptor);
        if (answer != 0)
        {
            throw ToException("flush", path, error);
        }
    }

    /// <summary>Begins to write a file's content to the disk, where the system can. It is a hint: to flush is needed still,
    /// and tells of errors.</summary>
    public static void BeginFlush(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SyncFileRangeCore(file, offset: 0, length: 0, SyncFileRangeWrite);
        }
    }

    public static bool IsExists(int error) => error == ErrorExists;

    /// <summary>EPERM, ENOSYS, ENOTSUP, EOPNOTSUPP, EINVAL or EMLINK: this file system does not do that.</summary>
    public static bool IsUnsupported(int error) => OperatingSystem.IsMacOS()
        ? error is 1 or 78 or 45 or 102 or 22 or 31
        : error is 1 or 38 or 95 or 22 or 31;

    public static IOException ToException(string deed, string path, int error) =>
        new($"Could not {deed} '{path}': {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkCore(string existing, string name);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameCore(string existing, string name);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameNoReplaceCore(
        int existingFolder, string existing, int nameFolder, string name, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameExclusiveCore(string existing, string name, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenCore(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushCore(int descriptor);

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRangeCore(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseCore(int descriptor);
}
