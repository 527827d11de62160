using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Wallstreet.Cli.Commands;

namespace Wallstreet.Cli.Diagnosis;

/// <summary>Looks at the machine.</summary>
internal static class MachineExaminations
{
    private const int RuntimeMajorMin = 10;
    private const int PortByDefault = 5080;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public static async ValueTask<IReadOnlyList<Symptom>> LookAtRuntimeAsync(CommandContext context, CancellationToken cancellationToken)
    {
        string detail = $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription.Trim()}, "
            + $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {Environment.ProcessorCount} processors";
        Symptom runtime = Environment.Version.Major >= RuntimeMajorMin
            ? Symptom.Ok("runtime", detail)
            : Symptom.Fail("runtime", detail, "Install the .NET 10 SDK from https://dot.net.");
        return [runtime, await LookAtSdkAsync(cancellationToken).ConfigureAwait(false)];
    }

    public static ValueTask<IReadOnlyList<Symptom>> LookAtTimeZonesAsync(CommandContext context, CancellationToken cancellationToken)
    {
        // Midday in New York is 17:00 UTC in winter and 16:00 UTC in summer, if the zone's rules are there.
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        TimeSpan winter = zone.GetUtcOffset(new DateTimeOffset(2024, 1, 15, 12, 0, 0, TimeSpan.Zero));
        TimeSpan summer = zone.GetUtcOffset(new DateTimeOffset(2024, 7, 15, 12, 0, 0, TimeSpan.Zero));
        Symptom symptom = winter == TimeSpan.FromHours(-5) && summer == TimeSpan.FromHours(-4)
            ? Symptom.Ok("time zones", "America/New_York is known with its daylight saving time")
            : Symptom.Fail("time zones", "America/New_York has no daylight saving time here", "Install the package tzdata.");
        return ValueTask.FromResult<IReadOnlyList<Symptom>>([symptom]);
    }

    public static ValueTask<IReadOnlyList<Symptom>> LookAtPortAsync(CommandContext context, CancellationToken cancellationToken)
    {
        int port = context.Find<IConfiguration>()?.GetValue<int?>("Web:Port") ?? PortByDefault;
        Symptom symptom;
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            symptom = Symptom.Ok("port", $"{port} is free");
        }
        catch (SocketException error)
        {
            symptom = Symptom.Warn(
                "port", $"{port} is taken: {error.Message}", "If that is not this program itself, start it with another: up --port N.");
        }

        return ValueTask.FromResult<IReadOnlyList<Symptom>>([symptom]);
    }

    // Whoever runs a built program needs no SDK; whoever works on the project does.
    private static async ValueTask<Symptom> LookAtSdkAsync(CancellationToken cancellationToken)
    {
        const string hint = "Only needed to build: install the .NET 10 SDK from https://dot.net.";
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(_patience);
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo("dotnet", ["--version"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
            });
            if (process is null)
            {
                return Symptom.Warn("sdk", "dotnet could not be started", hint);
            }

            string version = (await process.StandardOutput.ReadToEndAsync(late.Token).ConfigureAwait(false)).Trim();
            await process.WaitForExitAsync(late.Token).ConfigureAwait(false);
            bool enough = int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
                && major >= RuntimeMajorMin;
            return enough ? Symptom.Ok("sdk", version) : Symptom.Warn("sdk", version.Length == 0 ? "none" : version, hint);
        }
        catch (Exception error) when (error is Win32Exception or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Symptom.Warn("sdk", "none was found on the path", hint);
        }
    }
}
