namespace Wallstreet.Query.Tests.Faults;

/// <summary>An operation that a crash may interrupt anywhere.</summary>
/// <param name="Name">What it is called in the test's name.</param>
/// <param name="Prepare">Makes the table that it works on.</param>
/// <param name="Run">The operation.</param>
internal sealed record CrashOperation(string Name, Func<CrashScene, Task> Prepare, Func<CrashScene, Task> Run)
{
    /// <summary>Whether other rows are read afterwards.</summary>
    public bool ChangesRows { get; init; } = true;
}
