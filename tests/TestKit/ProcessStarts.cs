using System.Diagnostics;

namespace TestKit;

/// <summary>How tests start programs.</summary>
public static class ProcessStarts
{
    /// <summary>
    /// Starts a .NET program that may be killed so that it leaves nothing behind then: its pipes for debuggers would stay in
    /// the temporary folder.
    /// </summary>
    public static ProcessStartInfo WithoutPipes(this ProcessStartInfo start)
    {
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }
}
