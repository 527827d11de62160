using System.Text.Json;

namespace Wallstreet.Delta.Statistics;

/// <summary>A column, or a struct of columns, by physical name.</summary>
internal sealed class StatisticsNode
{
    private readonly List<(string Name, StatisticsNode Child)> _children = [];

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
        foreach ((string name, StatisticsNode child) in _children)
        {
            if (reader.ValueTextEquals(name))
            {
                return child;
            }
        }

        return null;
    }
}
