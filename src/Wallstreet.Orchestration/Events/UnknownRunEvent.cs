namespace Wallstreet.Orchestration.Events;

/// <summary>
/// An event of a type that this version of the program does not know: a newer program wrote it to the same store. It is
/// kept as it is, so that reading and following the log go on; nothing is concluded from it.
/// </summary>
public sealed record UnknownRunEvent : RunEvent
{
    internal UnknownRunEvent(string typeName, string json)
    {
        TypeName = typeName;
        Json = json;
    }

    /// <inheritdoc />
    public override string TypeName { get; }

    /// <summary>The event as it was written.</summary>
    public string Json { get; }
}
