using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta;

/// <summary>Another writer committed something that this change must not follow. Read the table again and
/// repeat the change.</summary>
public sealed class ConcurrentModificationException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What collided, and how to mend it.</param>
    /// <param name="winningVersion">The version the other writer committed.</param>
    /// <param name="winningOperation">The other writer's operation, as its commitInfo names it.</param>
    /// <param name="rule">The rule that was broken.</param>
    public ConcurrentModificationException(
        string message, long winningVersion, string? winningOperation, ConflictRule rule)
        : base(message, null)
    {
        WinningVersion = winningVersion;
        WinningOperation = winningOperation;
        Rule = rule;
    }

    /// <summary>The version the other writer committed.</summary>
    public long WinningVersion { get; }

    /// <summary>The other writer's operation, as its commitInfo names it.</summary>
    public string? WinningOperation { get; }

    /// <summary>The rule that was broken.</summary>
    public ConflictRule Rule { get; }
}
