namespace Wallstreet.Orchestration.Automation;

/// <summary>A schedule cannot be as it is defined.</summary>
public sealed class InvalidScheduleException : ArgumentException
{
    /// <summary>Makes the error.</summary>
    /// <param name="name">The schedule.</param>
    /// <param name="fault">What is wrong and how to mend it, as sentences.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public InvalidScheduleException(string? name, string fault, Exception? innerException = null)
        : base($"The schedule \"{name}\" is not valid. {fault}", innerException) => Name = name;

    /// <summary>The schedule.</summary>
    public string? Name { get; }
}
