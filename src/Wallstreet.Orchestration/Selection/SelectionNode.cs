using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;

namespace Wallstreet.Orchestration.Selection;

/// <summary>A part of a selection. It chooses among the places of a graph's assets.</summary>
internal abstract record SelectionNode
{
    /// <summary>Which assets are chosen, by their places.</summary>
    public abstract bool[] Choose(AssetGraph graph);

    /// <summary>Assets that have a fact.</summary>
    internal sealed record Fact(Func<AssetDefinition, bool> Holds) : SelectionNode
    {
        public override bool[] Choose(AssetGraph graph) => [.. graph.Assets.Select(Holds)];
    }

    /// <summary>One asset by its name, which must exist.</summary>
    internal sealed record Named(string Name) : SelectionNode
    {
        public override bool[] Choose(AssetGraph graph)
        {
            bool[] chosen = new bool[graph.Assets.Count];
            chosen[graph.GetPlace(graph.Get(Name).Key)] = true;
            return chosen;
        }
    }

    /// <summary>What is not chosen.</summary>
    internal sealed record Not(SelectionNode Inner) : SelectionNode
    {
        public override bool[] Choose(AssetGraph graph)
        {
            bool[] chosen = Inner.Choose(graph);
            for (int i = 0; i < chosen.Length; i++)
            {
                chosen[i] = !chosen[i];
            }

            return chosen;
        }
    }

    /// <summary>What both choose.</summary>
    internal sealed record And(SelectionNode Left, SelectionNode Right) : SelectionNode
    {
        public override bool[] Choose(AssetGraph graph)
        {
            bool[] left = Left.Choose(graph);
            bool[] right = Right.Choose(graph);
            for (int i = 0; i < left.Length; i++)
            {
                left[i] &= right[i];
            }

            return left;
        }
    }

    /// <summary>What one of both chooses.</summary>
    internal sealed record Or(SelectionNode Left, SelectionNode Right) : SelectionNode
    {
        public override bool[] Choose(AssetGraph graph)
        {
            bool[] left = Left.Choose(graph);
            bool[] right = Right.Choose(graph);
            for (int i = 0; i < left.Length; i++)
            {
                left[i] |= right[i];
            }

            return left;
        }
    }

    /// <summary>What is chosen, with some steps of what is upstream and downstream of it.</summary>
    internal sealed record Neighbours(SelectionNode Inner, int StepsUp, int StepsDown) : SelectionNode
    {
        public override bool[] Choose(AssetGraph graph)
        {
            bool[] seeds = Inner.Choose(graph);
            bool[] chosen = Walk(seeds, StepsUp, graph.GetUpstreamPlaces);
            bool[] down = Walk(seeds, StepsDown, graph.GetDownstreamPlaces);
            for (int i = 0; i < chosen.Length; i++)
            {
                chosen[i] |= down[i];
            }

            return chosen;
        }

        private delegate ReadOnlySpan<int> Edges(int place);

        private static bool[] Walk(bool[] seeds, int steps, Edges edges)
        {
            bool[] reached = [.. seeds];
            List<int> front = [.. Enumerable.Range(0, seeds.Length).Where(place => seeds[place])];
            for (int step = 0; step < steps && front.Count > 0; step++)
            {
                List<int> next = [];
                foreach (int place in front)
                {
                    foreach (int neighbour in edges(place))
                    {
                        if (!reached[neighbour])
                        {
                            reached[neighbour] = true;
                            next.Add(neighbour);
                        }
                    }
                }

                front = next;
            }

            return reached;
        }
    }
}
