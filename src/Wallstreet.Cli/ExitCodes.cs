namespace Wallstreet.Cli;

/// <summary>What the program's exit codes mean.</summary>
public static class ExitCodes
{
    /// <summary>It worked.</summary>
    public const int Success = 0;

    /// <summary>It failed; standard error says why.</summary>
    public const int Failure = 1;

    /// <summary>The arguments are wrong; standard error says which.</summary>
    public const int WrongUsage = 2;
}
