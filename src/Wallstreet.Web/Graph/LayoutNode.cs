namespace Wallstreet.Web.Graph;

/// <summary>A node to place.</summary>
/// <param name="Key">Its name; unique.</param>
/// <param name="Group">Nodes of one group stand together in a layer.</param>
public sealed record LayoutNode(string Key, string Group);

/// <summary>An edge to draw, from left to right.</summary>
/// <param name="From">The node it leaves.</param>
/// <param name="To">The node it reaches.</param>
public readonly record struct LayoutEdge(string From, string To);

/// <summary>A placed node; all measures in pixels from the upper left corner.</summary>
/// <param name="Key">Its name.</param>
/// <param name="X">Left.</param>
/// <param name="Y">Top.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Layer">The column, from 0.</param>
/// <param name="Group">Its group.</param>
public sealed record PlacedNode(string Key, double X, double Y, double Width, double Height, int Layer, string Group);

/// <summary>A drawn edge: from the right side of its first node to the left side of its last.</summary>
/// <param name="From">The node it leaves.</param>
/// <param name="To">The node it reaches.</param>
/// <param name="Points">The points it runs through, x and y, from left to right.</param>
public sealed record PlacedEdge(string From, string To, IReadOnlyList<double[]> Points);

/// <summary>A drawn graph.</summary>
/// <param name="Nodes">Its nodes, in the order they were given.</param>
/// <param name="Edges">Its edges, in the order they were given.</param>
/// <param name="Width">Width of everything.</param>
/// <param name="Height">Height of everything.</param>
public sealed record PlacedGraph(IReadOnlyList<PlacedNode> Nodes, IReadOnlyList<PlacedEdge> Edges, double Width, double Height);
