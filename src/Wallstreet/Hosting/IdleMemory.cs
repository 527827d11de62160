using System.Runtime;
using System.Runtime.InteropServices;

namespace Wallstreet.Hosting;

/// <summary>Gives memory that is free but kept for later back to the system.</summary>
internal static partial class IdleMemory
{
    public static void GiveBack()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = TrimHeap(0);
            }
            catch (EntryPointNotFoundException)
            {
                // Other C libraries than glibc keep no such reserve.
            }
        }
    }

    // glibc keeps what native code has freed; https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nuint pad);
}
