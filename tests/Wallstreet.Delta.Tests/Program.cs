using Wallstreet.Delta.Tests.Transactions;

namespace Wallstreet.Delta.Tests;

/// <summary>Runs the tests, or, when told to, is one of several processes that write one table.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [WriterProcess.Command, ..])
        {
            await WriterProcess.RunAsync(args[1..]);
            return 0;
        }

        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
