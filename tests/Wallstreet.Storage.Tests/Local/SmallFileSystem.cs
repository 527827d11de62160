using System.Diagnostics;

namespace Wallstreet.Storage.Tests.Local;

/// <summary>A small file system in memory, mounted for one test; skips the test where mounting is not permitted.</summary>
internal sealed class SmallFileSystem : IDisposable
{
    private SmallFileSystem(string path) => Path = path;

    public string Path { get; }

    public static SmallFileSystem Mount(string path, string options)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk needs root on Linux.");
        Directory.CreateDirectory(path);
        string? fault = Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path);
        Assert.SkipWhen(fault is not null, $"Mounting a small disk is not permitted here: {fault}");
        return new SmallFileSystem(path);
    }

    public void MakeReadOnly() => Assert.Null(Run("mount", "-o", "remount,ro", Path));

    public void Dispose() => Run("umount", Path);

    private static string? Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : errors.Trim();
    }
}
