namespace Wallstreet.Orchestration.Runs;

/// <summary>
/// What asked for a run: <c>manual</c>, <c>cli</c>, <c>demo</c>, <c>schedule:NAME</c> or <c>retry:RUN</c>.
/// </summary>
public readonly record struct RunTrigger
{
    private readonly string? _text;

    /// <summary>Takes a trigger as it is stored.</summary>
    /// <param name="text">The text, not empty.</param>
    public RunTrigger(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        _text = text;
    }

    /// <summary>A person on the pages or through the API.</summary>
    public static RunTrigger Manual { get; } = new("manual");

    /// <summary>A person on the command line.</summary>
    public static RunTrigger Cli { get; } = new("cli");

    /// <summary>The first start, which builds the demo lake.</summary>
    public static RunTrigger Demo { get; } = new("demo");

    /// <summary>The trigger as text.</summary>
    public string Text => _text ?? "manual";

    /// <summary>A tick of a schedule.</summary>
    /// <param name="name">The schedule.</param>
    public static RunTrigger Schedule(string name) => new($"schedule:{name}");

    /// <summary>Another try of an earlier run.</summary>
    /// <param name="earlier">The earlier run.</param>
    public static RunTrigger Retry(RunId earlier) => new($"retry:{earlier}");

    /// <inheritdoc />
    public override string ToString() => Text;
}
