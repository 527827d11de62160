namespace Wallstreet.Web.Hosting;

#pragma warning disable CS1591 // Shapes of the API; the OpenAPI document and docs/reference describe their members.

public sealed record StatusAnswer
{
    public required string Name { get; init; }

    public required string Version { get; init; }

    public required string Lake { get; init; }

    public bool Ready { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public BuildingAnswer? Building { get; init; }

    public IReadOnlyList<string> Problems { get; init; } = [];

    public bool AuthRequired { get; init; }

    public bool Authenticated { get; init; }
}

public sealed record BuildingAnswer(string RunId);
