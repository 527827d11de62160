using Wallstreet.Orchestration.Checks;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>
/// Marks a method as a check: a method of a class marked <see cref="AssetAttribute"/>, or a static method that names its
/// asset. It returns <see cref="AssetCheckResult"/> or <see cref="bool"/>, also as a task.
/// </summary>
/// <param name="name">The name; null takes the method's in snake case.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CheckAttribute(string? name = null) : Attribute
{
    /// <summary>The name; null takes the method's in snake case.</summary>
    public string? Name { get; } = name;

    /// <summary>The key of the asset; only for static methods outside of the asset's class.</summary>
    public string? Asset { get; set; }

    /// <summary>What must hold, in a sentence.</summary>
    public string? Description { get; set; }

    /// <summary>How bad it is when it does not.</summary>
    public CheckSeverity Severity { get; set; } = CheckSeverity.Error;

    /// <summary>True when steps downstream are skipped after it failed with <see cref="CheckSeverity.Error"/>.</summary>
    public bool Blocking { get; set; }
}
