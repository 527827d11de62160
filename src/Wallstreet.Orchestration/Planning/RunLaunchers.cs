namespace Wallstreet.Orchestration.Planning;

/// <summary>The names of the launchers that are built in.</summary>
public static class RunLaunchers
{
    /// <summary>Steps run in this process, unless their asset asks for a process.</summary>
    public const string InProcess = "inprocess";

    /// <summary>Every step runs in a process of its own.</summary>
    public const string Process = "process";
}
