namespace Wallstreet.Orchestration.Automation;

/// <summary>A schedule was named that does not exist.</summary>
/// <param name="name">What was named.</param>
/// <param name="known">The names that exist.</param>
public sealed class UnknownScheduleException(string name, IEnumerable<string> known)
    : ArgumentException($"There is no schedule \"{name}\". Known are: {string.Join(", ", known.DefaultIfEmpty("none"))}.")
{
    /// <summary>What was named.</summary>
    public string Name { get; } = name;
}
