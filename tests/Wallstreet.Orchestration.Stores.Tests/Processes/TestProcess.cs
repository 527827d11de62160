using System.Diagnostics;
using TestKit;

namespace Wallstreet.Orchestration.Stores.Tests.Processes;

/// <summary>Starts this program again as one of the processes that tests need.</summary>
internal static class TestProcess
{
    internal static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(TestProcess).Assembly.Location);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start.WithoutPipes())!;
    }
}
