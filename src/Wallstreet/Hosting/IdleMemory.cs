using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Query;

namespace Wallstreet.Hosting;

/// <summary>Gives memory back to the system when work has ended: once after each time of work, not on a clock.</summary>
internal static partial class IdleMemory
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(10);

    /// <summary>Watches for the end of work until it is canceled.</summary>
    public static async Task WatchAsync(InProcessRunLauncher launcher, QueryEngine engine, TimeProvider time, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(_look, time);
        bool worked = false;
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            bool works = engine.IsOpen || launcher.ActiveCount > 0;
            if (worked && !works)
            {
                GiveBack();
            }

            worked = works;
        }
    }

    /// <summary>Compacts the heap, empties the C library's reserves, and lets go of code that nobody runs.</summary>
    public static void GiveBack()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = TrimHeap(0);
            PageOutLibraries();
        }
        catch (EntryPointNotFoundException)
        {
            // Other C libraries than glibc keep no such reserve.
        }
    }

    // Code and constants are mapped from files: pages that nobody uses can be let go of, and are read again when needed.
    private static void PageOutLibraries()
    {
        const int pageOut = 21;
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            bool library = line.EndsWith(".so", StringComparison.Ordinal) || line.EndsWith(".dll", StringComparison.Ordinal);
            if (!library || !(line.Contains(" r-xp ", StringComparison.Ordinal) || line.Contains(" r--p ", StringComparison.Ordinal)))
            {
                continue;
            }

            string[] ends = line[..line.IndexOf(' ', StringComparison.Ordinal)].Split('-');
            nuint start = nuint.Parse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            nuint end = nuint.Parse(ends[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            _ = Advise(start, end - start, pageOut);
        }
    }

    // glibc keeps what native code has freed; https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nuint pad);

    // MADV_PAGEOUT only asks; a kernel that does not know it says no and nothing happens.
    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint address, nuint length, int advice);
}
