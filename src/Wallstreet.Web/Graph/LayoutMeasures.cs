namespace Wallstreet.Web.Graph;

/// <summary>Sizes in pixels.</summary>
public sealed record LayoutMeasures
{
    /// <summary>Width of a node.</summary>
    public double NodeWidth { get; init; } = 200;

    /// <summary>Height of a node.</summary>
    public double NodeHeight { get; init; } = 64;

    /// <summary>Between two layers.</summary>
    public double LayerGap { get; init; } = 88;

    /// <summary>Between two nodes of a layer.</summary>
    public double NodeGap { get; init; } = 20;

    /// <summary>Between two groups of a layer, in addition.</summary>
    public double GroupGap { get; init; } = 16;

    /// <summary>Height kept free for an edge that passes a layer.</summary>
    public double EdgeHeight { get; init; } = 8;
}
