namespace Wallstreet.Insight.Dashboards;

/// <summary>A dashboard as its file defines it. An instance has passed every check of the parser.</summary>
/// <param name="Name">Its name in addresses: the file's name without extension.</param>
/// <param name="Title">What stands above it.</param>
/// <param name="File">The file, as given to the parser.</param>
public sealed record DashboardDefinition(string Name, string Title, string File)
{
    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Its filters.</summary>
    public IReadOnlyList<ParameterDefinition> Parameters { get; init; } = [];

    /// <summary>Its tiles, in the order of the file.</summary>
    public IReadOnlyList<TileDefinition> Tiles { get; init; } = [];

    /// <summary>Finds a tile by id.</summary>
    public TileDefinition? FindTile(string id) => Tiles.FirstOrDefault(tile => tile.Id == id);
}
