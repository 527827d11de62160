using System.Runtime.InteropServices;

namespace Wallstreet.Hosting;

/// <summary>
/// Tells native libraries, before they are loaded, not to keep memory for later: the program idles for hours between
/// minutes of work. Elsewhere than on Linux nothing is done.
/// </summary>
internal static partial class NativeMemory
{
    private const int ArenaMaxParameter = -8;
    private const int ArenasMax = 2;

    /// <summary>To be called before anything else.</summary>
    public static void Configure()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            // Arrow's own allocator keeps what Parquet files needed; the system's gives it back.
            _ = SetEnvironment("ARROW_DEFAULT_MEMORY_POOL", "system", overwrite: 0);
            // One heap a thread (glibc's default) would keep one reserve a thread.
            _ = SetOption(ArenaMaxParameter, ArenasMax);
        }
        catch (EntryPointNotFoundException)
        {
            // Other C libraries than glibc have no such options and no such reserves.
        }
    }

    // .NET's own SetEnvironmentVariable is not seen by native code.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int parameter, int value);
}
