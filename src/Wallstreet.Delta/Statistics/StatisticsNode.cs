using System.Text.Json;

namespace Wallstreet.Delta.Statistics;

/// <summary>A column, or a struct of columns, by physical name.</summary>
internal sealed class StatisticsNode
{
    private readonly List<(string Name, StatisticsNode Child)> _children = [];
    private int _expected;

    /// <summary>The column's position; -1 for a struct.</summary>
    public int Position { get; set; } = -1;

    public StatisticsNode GetChild(string name)
    {
        StatisticsNode? child = _children.Find(item => item.Name == name).Child;
        if (child is null)
        {
            child = new StatisticsNode();
            _children.Add((name, child));
        }

        return child;
    }

    public StatisticsNode? FindChild(ref Utf8JsonReader reader)
    {
        // Writers keep one order, so it is mostly the one after the last that was found. Who races only loses time.
        int expected = _expected;
        for (int step = 0; step < _children.Count; step++)
        {
            int index = expected + step < _children.Count ? expected + step : expected + step - _children.Count;
            if (reader.ValueTextEquals(_children[index].Name))
            {
                _expected = index + 1 < _children.Count ? index + 1 : 0;
                return _children[index].Child;
            }
        }

        return null;
    }
}
