using System.Diagnostics;

namespace EndToEnd.Tests;

/// <summary>Lakes on a disk that is full or may only be read.</summary>
public sealed class SmallDiskTests : IDisposable
{
    private readonly SmallProject _project = new();
    private string? _mounted;

    public void Dispose()
    {
        if (_mounted is { } path)
        {
            Run("umount", path);
        }

        _project.Dispose();
    }

    [Fact]
    public async Task A_full_disk_fails_the_run_says_so_and_the_table_stays_as_it_was()
    {
        Mount("size=4m");
        await _project.DoAsync("materialize", "tiny/numbers");
        _project.Write("models/tiny/numbers.sql", "SELECT i AS id, random() AS twice FROM range(3000000) AS t(i)\n");

        string said = await _project.FailAsync("materialize", "tiny/numbers");

        Assert.Contains("The disk is full", said, StringComparison.Ordinal);
        Assert.Contains("Free some space", said, StringComparison.Ordinal);
        Assert.Contains("499500", await _project.DoAsync("sql", "SELECT sum(id) AS total FROM tiny.numbers", "--format", "json"), StringComparison.Ordinal);
        Assert.Equal("failed", (await _project.NewestRunAsync()).Status);

        // What the failed attempt left behind must not keep the next one from its space.
        _project.Write("models/tiny/numbers.sql", "SELECT i AS id, i AS twice FROM range(10) AS t(i)\n");
        await _project.DoAsync("materialize", "tiny/numbers");
    }

    [Fact]
    public async Task A_lake_that_may_only_be_read_can_be_read_and_writing_is_a_clear_error()
    {
        Mount("size=16m");
        await _project.DoAsync("materialize", "tiny/numbers");
        Assert.Null(Run("mount", "-o", "remount,ro", _mounted!));

        Assert.Contains("499500", await _project.DoAsync("sql", "SELECT sum(id) AS total FROM tiny.numbers", "--format", "json"), StringComparison.Ordinal);
        foreach (string[] command in (string[][])[["materialize", "tiny/numbers"], ["up", "--port", "0"]])
        {
            string said = await _project.FailAsync(command);
            Assert.Contains(_project.Lake, said, StringComparison.Ordinal);
            Assert.Contains("writable", said, StringComparison.Ordinal);
        }
    }

    private void Mount(string options)
    {
        Directory.CreateDirectory(_project.Lake);
        string? fault = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            ? Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", _project.Lake)
            : "it needs root on Linux";
        Assert.SkipWhen(fault is not null, $"mounting a small file system is not permitted: {fault}");
        _mounted = _project.Lake;
    }

    private static string? Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : errors.Trim();
    }
}
