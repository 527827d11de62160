namespace Wallstreet.Orchestration.Stores.Tests.Processes;

/// <summary>Runs the tests, or is one of the processes that tests start.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args) =>
        args is [AppendingProcess.Command, .. string[] rest]
            ? await AppendingProcess.AppendAsync(rest)
            : args is [ExecutingProcess.Command, string path, string run]
            ? await ExecutingProcess.ExecuteAsync(path, run)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}
