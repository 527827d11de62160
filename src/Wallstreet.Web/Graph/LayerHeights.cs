namespace Wallstreet.Web.Graph;

/// <summary>
/// Gives every place a height: as near to its neighbours as the order of its layer allows. Each layer is solved exactly
/// (least squares under an order, by pooling adjacent violators), in sweeps to the right and to the left.
/// </summary>
internal static class LayerHeights
{
    public static double[] Assign(LayerTable table, LayoutMeasures measures, int sweeps)
    {
        double[] centers = new double[table.LayerOf.Count];
        foreach (int[] layer in table.Layers)
        {
            double[] offsets = Offsets(layer, table, measures);
            for (int i = 0; i < layer.Length; i++)
            {
                centers[layer[i]] = offsets[i] - (offsets[^1] / 2);
            }
        }

        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            bool rightwards = sweep % 2 == 0;
            for (int i = 0; i < table.Layers.Length; i++)
            {
                int[] layer = table.Layers[rightwards ? i : table.Layers.Length - 1 - i];
                Settle(layer, table, (rightwards ? table.Left : table.Right, centers), measures);
            }
        }

        double top = centers.Length == 0 ? 0 : centers.Min();
        double margin = measures.NodeHeight / 2;
        return [.. centers.Select(center => center - top + margin)];
    }

    private static void Settle(
        int[] layer, LayerTable table, (IReadOnlyList<IReadOnlyList<int>> Neighbours, double[] Centers) state, LayoutMeasures measures)
    {
        double[] offsets = Offsets(layer, table, measures);
        double[] wished = new double[layer.Length];
        for (int i = 0; i < layer.Length; i++)
        {
            IReadOnlyList<int> neighbours = state.Neighbours[layer[i]];
            double center = neighbours.Count == 0 ? state.Centers[layer[i]] : neighbours.Average(place => state.Centers[place]);
            wished[i] = center - offsets[i];
        }

        double[] settled = Monotone(wished);
        for (int i = 0; i < layer.Length; i++)
        {
            state.Centers[layer[i]] = settled[i] + offsets[i];
        }
    }

    // The least distances of centres from the first place of a layer.
    private static double[] Offsets(int[] layer, LayerTable table, LayoutMeasures measures)
    {
        double[] offsets = new double[layer.Length];
        for (int i = 1; i < layer.Length; i++)
        {
            (int above, int below) = (layer[i - 1], layer[i]);
            bool parts = above < table.NodeCount && below < table.NodeCount && table.Groups[above] != table.Groups[below];
            double gap = measures.NodeGap + (parts ? measures.GroupGap : 0);
            offsets[i] = offsets[i - 1] + ((HeightOf(above) + HeightOf(below)) / 2) + gap;
        }

        return offsets;

        double HeightOf(int place) => place < table.NodeCount ? measures.NodeHeight : measures.EdgeHeight;
    }

    /// <summary>The nearest sequence (least squares) that never falls.</summary>
    private static double[] Monotone(double[] values)
    {
        List<(double Sum, int Count)> blocks = [];
        foreach (double value in values)
        {
            (double sum, int count) = (value, 1);
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Count > sum / count)
            {
                (sum, count) = (sum + blocks[^1].Sum, count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add((sum, count));
        }

        return [.. blocks.SelectMany(block => Enumerable.Repeat(block.Sum / block.Count, block.Count))];
    }
}
