namespace Wallstreet.Web.Runs;

/// <summary>One step as the events tell it so far.</summary>
internal sealed record StepView(string Key, string Asset, string? Partition)
{
    public string Status { get; init; } = "pending";

    public int Attempt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Error { get; init; }

    public IReadOnlyList<string> DependsOn { get; init; } = [];
}
