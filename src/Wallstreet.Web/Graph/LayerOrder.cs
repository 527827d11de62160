namespace Wallstreet.Web.Graph;

/// <summary>Orders the nodes of each layer so that few edges cross, with the nodes of a group side by side.</summary>
internal static class LayerOrder
{
    /// <summary>Sweeps right and left by medians of neighbours and keeps the best order seen.</summary>
    public static void Improve(LayerTable table, int sweeps)
    {
        int[][] layers = table.Layers;
        int[] rank = new int[table.LayerOf.Count];
        foreach (int[] layer in layers)
        {
            Rank(layer, rank);
        }

        (int[][] best, long fewest) = (Copy(layers), Crossings(table, layers, rank));
        for (int sweep = 0; sweep < sweeps && fewest > 0; sweep++)
        {
            bool rightwards = sweep % 2 == 0;
            for (int i = 1; i < layers.Length; i++)
            {
                int[] layer = layers[rightwards ? i : layers.Length - 1 - i];
                Sort(layer, table, rightwards ? table.Left : table.Right, rank);
                Rank(layer, rank);
            }

            long crossings = Crossings(table, layers, rank);
            if (crossings < fewest)
            {
                (best, fewest) = (Copy(layers), crossings);
            }
        }

        for (int i = 0; i < layers.Length; i++)
        {
            best[i].CopyTo(layers[i], 0);
        }
    }

    /// <summary>How many pairs of edges cross, counted layer by layer with a binary indexed tree.</summary>
    public static long Crossings(LayerTable table, int[][] layers, int[] rank)
    {
        long crossings = 0;
        for (int i = 0; i + 1 < layers.Length; i++)
        {
            int[] counts = new int[layers[i + 1].Length + 1];
            int seen = 0;
            foreach (int place in layers[i])
            {
                int[] targets = [.. table.Right[place].Select(target => rank[target])];
                foreach (int target in targets)
                {
                    crossings += seen - CountUpTo(counts, target);
                }

                foreach (int target in targets)
                {
                    Increment(counts, target);
                    seen++;
                }
            }
        }

        return crossings;
    }

    private static void Sort(int[] layer, LayerTable table, IReadOnlyList<IReadOnlyList<int>> neighbours, int[] rank)
    {
        Dictionary<int, double> medians = layer.ToDictionary(place => place, place => Median(neighbours[place], rank, rank[place]));

        // A passing edge is a group of its own: it may run between the nodes of two groups, not through one.
        string GroupOf(int place) => place < table.NodeCount ? "g" + table.Groups[place] : "e" + place;
        Dictionary<string, double> groups = layer
            .GroupBy(GroupOf, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Average(place => medians[place]), StringComparer.Ordinal);
        int[] sorted =
        [
            .. layer
                .OrderBy(place => groups[GroupOf(place)])
                .ThenBy(GroupOf, StringComparer.Ordinal)
                .ThenBy(place => medians[place])
                .ThenBy(place => rank[place]),
        ];
        sorted.CopyTo(layer, 0);
    }

    // A node without neighbours stays where it is.
    private static double Median(IReadOnlyList<int> neighbours, int[] rank, int own)
    {
        if (neighbours.Count == 0)
        {
            return own;
        }

        int[] ranks = [.. neighbours.Select(place => rank[place]).Order()];
        int middle = ranks.Length / 2;
        return ranks.Length % 2 == 1 ? ranks[middle] : (ranks[middle - 1] + ranks[middle]) / 2d;
    }

    private static void Rank(int[] layer, int[] rank)
    {
        for (int i = 0; i < layer.Length; i++)
        {
            rank[layer[i]] = i;
        }
    }

    private static int[][] Copy(int[][] layers) => [.. layers.Select(layer => layer.ToArray())];

    private static int CountUpTo(int[] counts, int index)
    {
        int sum = 0;
        for (int i = index + 1; i > 0; i -= i & -i)
        {
            sum += counts[i];
        }

        return sum;
    }

    private static void Increment(int[] counts, int index)
    {
        for (int i = index + 1; i < counts.Length; i += i & -i)
        {
            counts[i]++;
        }
    }
}
