using System.Diagnostics;
using CsCheck;
using Wallstreet.Web.Graph;

namespace Wallstreet.Web.Tests.Graph;

public sealed class LayeredLayoutTests
{
    private static readonly LayoutMeasures _measures = new();

    // Edges lead from smaller to greater numbers, so there is no circle.
    private static readonly Gen<(LayoutNode[] Nodes, LayoutEdge[] Edges)> _graphs =
        from count in Gen.Int[1, 60]
        from groups in Gen.Int[0, 4].Array[count]
        from pairs in Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1]).Array[0, count * 2]
        select (
            groups.Select((number, i) => new LayoutNode($"n{i}", $"g{number}")).ToArray(),
            pairs.Where(pair => pair.Item1 != pair.Item2).Distinct()
                .Select(pair => new LayoutEdge($"n{Math.Min(pair.Item1, pair.Item2)}", $"n{Math.Max(pair.Item1, pair.Item2)}"))
                .Distinct().ToArray());

    [Fact]
    public void No_two_nodes_overlap() => _graphs.Sample(graph =>
    {
        IReadOnlyList<PlacedNode> nodes = LayeredLayout.Place(graph.Nodes, graph.Edges, _measures).Nodes;
        foreach (IGrouping<int, PlacedNode> layer in nodes.GroupBy(node => node.Layer))
        {
            PlacedNode[] column = [.. layer.OrderBy(node => node.Y)];
            Assert.All(column.Zip(column.Skip(1)), pair => Assert.True(pair.First.Y + pair.First.Height + _measures.NodeGap <= pair.Second.Y + 0.2));
        }
    });

    [Fact]
    public void Edges_run_from_left_to_right_and_touch_their_nodes() => _graphs.Sample(graph =>
    {
        PlacedGraph placed = LayeredLayout.Place(graph.Nodes, graph.Edges, _measures);
        Dictionary<string, PlacedNode> nodes = placed.Nodes.ToDictionary(node => node.Key);
        Assert.All(placed.Edges, edge =>
        {
            (PlacedNode from, PlacedNode to) = (nodes[edge.From], nodes[edge.To]);
            Assert.True(from.Layer < to.Layer);
            Assert.Equal((from.X + from.Width, to.X), (edge.Points[0][0], edge.Points[^1][0]));
            Assert.Equal(from.Y + (from.Height / 2), edge.Points[0][1], 0.15);
            Assert.Equal(to.Y + (to.Height / 2), edge.Points[^1][1], 0.15);
            Assert.All(edge.Points.Zip(edge.Points.Skip(1)), pair => Assert.True(pair.First[0] <= pair.Second[0]));
        });
    });

    [Fact]
    public void An_edge_that_passes_a_layer_passes_no_node() => _graphs.Sample(graph =>
    {
        PlacedGraph placed = LayeredLayout.Place(graph.Nodes, graph.Edges, _measures);
        foreach (PlacedEdge edge in placed.Edges)
        {
            foreach ((double[] from, double[] to) in edge.Points.Skip(1).Zip(edge.Points.Skip(2)).Where((_, i) => i % 2 == 0))
            {
                Assert.DoesNotContain(placed.Nodes, node => node.X == from[0] && node.Y < to[1] && to[1] < node.Y + node.Height);
            }
        }
    });

    [Fact]
    public void Groups_stand_together_in_a_layer() => _graphs.Sample(graph =>
    {
        foreach (IGrouping<int, PlacedNode> layer in LayeredLayout.Place(graph.Nodes, graph.Edges, _measures).Nodes.GroupBy(node => node.Layer))
        {
            string[] groups = [.. layer.OrderBy(node => node.Y).Select(node => node.Group)];
            int changes = groups.Zip(groups.Skip(1)).Count(pair => pair.First != pair.Second);
            Assert.Equal(groups.Distinct().Count() - 1, changes);
        }
    });

    [Fact]
    public void The_same_graph_is_always_placed_the_same_way() => _graphs.Sample(graph =>
    {
        PlacedGraph first = LayeredLayout.Place(graph.Nodes, graph.Edges, _measures);
        PlacedGraph second = LayeredLayout.Place(graph.Nodes, graph.Edges, _measures);
        Assert.Equal(first.Nodes, second.Nodes);
        Assert.Equal((first.Width, first.Height), (second.Width, second.Height));
    });

    [Fact]
    public void Everything_lies_within_the_width_and_height() => _graphs.Sample(graph =>
    {
        PlacedGraph placed = LayeredLayout.Place(graph.Nodes, graph.Edges, _measures);
        Assert.All(placed.Nodes, node => Assert.True(node.X >= 0 && node.Y >= -0.1 && node.X + node.Width <= placed.Width && node.Y + node.Height <= placed.Height + 0.1));
        Assert.All(placed.Edges.SelectMany(edge => edge.Points), point => Assert.True(point[1] >= 0 && point[1] <= placed.Height));
    });

    [Fact]
    public void Two_crossing_edges_are_untangled()
    {
        LayoutNode[] nodes = [new("a", "g"), new("b", "g"), new("c", "g"), new("d", "g")];

        PlacedGraph placed = LayeredLayout.Place(nodes, [new("a", "d"), new("b", "c")], _measures);

        Dictionary<string, double> y = placed.Nodes.ToDictionary(node => node.Key, node => node.Y);
        Assert.Equal(Math.Sign(y["a"] - y["b"]), Math.Sign(y["d"] - y["c"]));
    }

    [Fact]
    public void A_graph_without_nodes_is_empty() =>
        Assert.Equal((0d, 0d), (LayeredLayout.Place([], [], _measures).Width, LayeredLayout.Place([], [], _measures).Height));

    [Fact]
    public void A_circle_a_twin_and_an_edge_to_nowhere_are_errors()
    {
        LayoutNode[] nodes = [new("a", "g"), new("b", "g")];

        Assert.Contains("circle", Assert.Throws<ArgumentException>(() => LayeredLayout.Place(nodes, [new("a", "b"), new("b", "a")], _measures)).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => LayeredLayout.Place([nodes[0], nodes[0]], [], _measures)).Message, StringComparison.Ordinal);
        Assert.Contains("'c'", Assert.Throws<ArgumentException>(() => LayeredLayout.Place(nodes, [new("a", "c")], _measures)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_hundred_nodes_are_placed_in_less_than_a_tenth_of_a_second()
    {
        LayoutNode[] nodes = [.. Enumerable.Range(0, 500).Select(i => new LayoutNode($"n{i}", $"g{i / 50}"))];
        LayoutEdge[] edges = [.. Enumerable.Range(0, 1000).Select(i => (From: i * 7919 % 500, To: i * 104729 % 500))
            .Where(pair => pair.From < pair.To && pair.To - pair.From < 120).Distinct().Select(pair => new LayoutEdge($"n{pair.From}", $"n{pair.To}"))];
        LayeredLayout.Place(nodes, edges, _measures);
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long started = Stopwatch.GetTimestamp();
            LayeredLayout.Place(nodes, edges, _measures);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            best = elapsed < best ? elapsed : best;
        }

        Assert.True(best < TimeSpan.FromMilliseconds(100), $"It took {best.TotalMilliseconds:F0} ms at best.");
    }
}
