namespace Wallstreet.Web.Graph;

/// <summary>
/// Places a graph without circles in layers from left to right (Sugiyama, Tagawa and Toda, 1981): layers by longest
/// path, fewer crossings by sweeps of medians, heights by least squares. The same graph is always placed the same way.
/// </summary>
public static class LayeredLayout
{
    private const int OrderSweeps = 12;
    private const int HeightSweeps = 6;

    /// <summary>Places a graph.</summary>
    /// <exception cref="ArgumentException">A key is there twice, an edge has no node, or there is a circle.</exception>
    public static PlacedGraph Place(IReadOnlyList<LayoutNode> nodes, IReadOnlyList<LayoutEdge> edges, LayoutMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentNullException.ThrowIfNull(measures);
        LayerTable table = LayerTable.Build(nodes, edges);
        LayerOrder.Improve(table, OrderSweeps);
        double[] centers = LayerHeights.Assign(table, measures, HeightSweeps);
        return Draw(table, centers, (nodes, edges), measures);
    }

    private static PlacedGraph Draw(
        LayerTable table, double[] centers, (IReadOnlyList<LayoutNode> Nodes, IReadOnlyList<LayoutEdge> Edges) graph, LayoutMeasures measures)
    {
        double step = measures.NodeWidth + measures.LayerGap;
        PlacedNode[] nodes = [.. graph.Nodes.Select((node, i) => new PlacedNode(
            node.Key,
            table.LayerOf[i] * step,
            Math.Round(centers[i] - (measures.NodeHeight / 2), 1),
            measures.NodeWidth,
            measures.NodeHeight,
            table.LayerOf[i],
            node.Group))];
        PlacedEdge[] edges = [.. graph.Edges.Select((edge, i) => new PlacedEdge(edge.From, edge.To, Points(table.Chains[i], table, centers, measures)))];
        double width = nodes.Length == 0 ? 0 : nodes.Max(node => node.X + node.Width);
        double height = nodes.Length == 0 ? 0 : Math.Ceiling(Math.Max(nodes.Max(node => node.Y + node.Height), centers.Max()));
        return new PlacedGraph(nodes, edges, width, height);
    }

    // A passing edge crosses a layer in a straight line, so that it never runs behind a node of that layer.
    private static List<double[]> Points(int[] chain, LayerTable table, double[] centers, LayoutMeasures measures)
    {
        double step = measures.NodeWidth + measures.LayerGap;
        List<double[]> points = [];
        for (int i = 0; i < chain.Length; i++)
        {
            double left = table.LayerOf[chain[i]] * step;
            double y = Math.Round(centers[chain[i]], 1);
            if (i > 0)
            {
                points.Add([left, y]);
            }

            if (i < chain.Length - 1)
            {
                points.Add([left + measures.NodeWidth, y]);
            }
        }

        return points;
    }
}
