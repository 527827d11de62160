namespace Wallstreet.Web.Graph;

/// <summary>
/// Nodes in layers. Places from 0 are the graph's nodes; those after them stand for an edge that passes a layer, so that
/// every link joins neighbouring layers.
/// </summary>
internal sealed class LayerTable
{
    private readonly List<int> _layerOf = [];
    private readonly List<string> _groups = [];
    private readonly List<List<int>> _left = [];
    private readonly List<List<int>> _right = [];

    private LayerTable(int nodeCount) => NodeCount = nodeCount;

    /// <summary>Places below this are nodes of the graph.</summary>
    public int NodeCount { get; }

    public IReadOnlyList<int> LayerOf => _layerOf;

    public IReadOnlyList<string> Groups => _groups;

    public IReadOnlyList<IReadOnlyList<int>> Left => _left;

    public IReadOnlyList<IReadOnlyList<int>> Right => _right;

    /// <summary>The places of each layer, from top to bottom.</summary>
    public int[][] Layers { get; private set; } = [];

    /// <summary>The places that each edge runs through.</summary>
    public int[][] Chains { get; private set; } = [];

    public static LayerTable Build(IReadOnlyList<LayoutNode> nodes, IReadOnlyList<LayoutEdge> edges)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Count; i++)
        {
            if (!places.TryAdd(nodes[i].Key, i))
            {
                throw new ArgumentException($"The node '{nodes[i].Key}' is there twice.", nameof(nodes));
            }
        }

        (int From, int To)[] links = [.. edges.Select(edge => (Find(places, edge.From), Find(places, edge.To)))];
        LayerTable table = new(nodes.Count);
        int[] layers = LongestPaths(nodes.Count, links);
        for (int i = 0; i < nodes.Count; i++)
        {
            table.Add(layers[i], nodes[i].Group);
        }

        table.Chains = [.. links.Select(table.AddChain)];
        table.Layers = table.FirstOrder(nodes);
        return table;
    }

    private static int Find(Dictionary<string, int> places, string key) =>
        places.TryGetValue(key, out int place)
            ? place
            : throw new ArgumentException($"An edge names the node '{key}', which is not there.", nameof(places));

    private static int[] LongestPaths(int count, (int From, int To)[] links)
    {
        int[] layers = new int[count];
        int[] open = new int[count];
        ILookup<int, int> targets = links.ToLookup(link => link.From, link => link.To);
        foreach ((_, int to) in links)
        {
            open[to]++;
        }

        Queue<int> ready = new(Enumerable.Range(0, count).Where(i => open[i] == 0));
        int done = 0;
        while (ready.TryDequeue(out int node))
        {
            done++;
            foreach (int target in targets[node])
            {
                layers[target] = Math.Max(layers[target], layers[node] + 1);
                if (--open[target] == 0)
                {
                    ready.Enqueue(target);
                }
            }
        }

        return done == count ? layers : throw new ArgumentException("The graph has a circle; it cannot be put into layers.", nameof(links));
    }

    private int Add(int layer, string group)
    {
        _layerOf.Add(layer);
        _groups.Add(group);
        _left.Add([]);
        _right.Add([]);
        return _layerOf.Count - 1;
    }

    private int[] AddChain((int From, int To) link)
    {
        List<int> chain = [link.From];
        for (int layer = _layerOf[link.From] + 1; layer < _layerOf[link.To]; layer++)
        {
            chain.Add(Add(layer, ""));
        }

        chain.Add(link.To);
        for (int i = 1; i < chain.Count; i++)
        {
            _right[chain[i - 1]].Add(chain[i]);
            _left[chain[i]].Add(chain[i - 1]);
        }

        return [.. chain];
    }

    private int[][] FirstOrder(IReadOnlyList<LayoutNode> nodes)
    {
        string KeyOf(int place) => place < nodes.Count ? nodes[place].Key : "";
        return
        [
            .. Enumerable.Range(0, _layerOf.Count)
                .GroupBy(place => _layerOf[place])
                .OrderBy(layer => layer.Key)
                .Select(layer => layer
                    .OrderBy(place => _groups[place], StringComparer.Ordinal)
                    .ThenBy(KeyOf, StringComparer.Ordinal)
                    .ThenBy(place => place)
                    .ToArray()),
        ];
    }
}
