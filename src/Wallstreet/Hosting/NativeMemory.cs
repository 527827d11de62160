using System.Runtime.InteropServices;

namespace Wallstreet.Hosting;

/// <summary>
/// Tells native libraries, before they are loaded, not to keep memory for later: the program idles for hours between
/// minutes of work. Elsewhere than on Linux nothing is done.
/// </summary>
internal static partial class NativeMemory
{
    // mallopt(3): M_TRIM_THRESHOLD and M_MMAP_THRESHOLD.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int KeptBytesMax = 64 * 1024;

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
            // Larger blocks come from the system and go back to it; by default glibc learns to keep them.
            _ = SetOption(TrimThreshold, KeptBytesMax);
            _ = SetOption(MapThreshold, KeptBytesMax);
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
