using System.Diagnostics;

namespace Wallstreet.Orchestration.Runs;

/// <summary>
/// The process that executes a run. A process id alone is given to another process sooner or later; with the time at
/// which the process started it is never mistaken.
/// </summary>
/// <param name="Host">The name of the machine.</param>
/// <param name="ProcessId">The process id on that machine.</param>
/// <param name="ProcessStartedAt">When that process started, UTC, whole seconds.</param>
public sealed record RunOwner(string Host, int ProcessId, DateTimeOffset ProcessStartedAt)
{
    /// <summary>This process.</summary>
    public static RunOwner Current { get; } = FromProcess(Process.GetCurrentProcess());

    /// <summary>
    /// Whether the process is gone for sure: it is of this machine, and no process with its id and start time runs.
    /// Of other machines nothing can be told from here; their runs are judged by their heartbeat.
    /// </summary>
    public bool IsGone()
    {
        if (!string.Equals(Host, Current.Host, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.HasExited || (FromProcess(process).ProcessStartedAt - ProcessStartedAt).Duration() > TimeSpan.FromSeconds(1);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"process {ProcessId} on {Host}";

    private static RunOwner FromProcess(Process process)
    {
        var startedAt = new DateTimeOffset(process.StartTime.ToUniversalTime());
        return new RunOwner(
            Environment.MachineName, process.Id, DateTimeOffset.FromUnixTimeSeconds(startedAt.ToUnixTimeSeconds()));
    }
}
