using System.Text.Json;

namespace Wallstreet.Delta.Statistics;

/// <summary>Which columns have bounds or counts in any of the statistics that were looked at; values are not read.</summary>
internal sealed class StatisticsPresence(StatisticsLayout layout)
{
    private readonly bool[] _min = new bool[layout.Columns.Count];
    private readonly bool[] _max = new bool[layout.Columns.Count];
    private readonly bool[] _nullCount = new bool[layout.Columns.Count];

    public IReadOnlyList<bool> Min => _min;

    public IReadOnlyList<bool> Max => _max;

    public IReadOnlyList<bool> NullCount => _nullCount;

    /// <summary>Whether any say of their bounds whether they are tight.</summary>
    public bool TightBounds { get; private set; }

    /// <summary>Looks at the statistics of a file; what is malformed counts as not there.</summary>
    public void Add(ReadOnlyMemory<byte> json)
    {
        try
        {
            Utf8JsonReader reader = new(json.Span, new JsonReaderOptions { MaxDepth = StatisticsLayout.DepthMax });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                TightBounds |= reader.ValueTextEquals("tightBounds"u8);
                bool[]? found = reader.ValueTextEquals("minValues"u8) ? _min
                    : reader.ValueTextEquals("maxValues"u8) ? _max
                    : reader.ValueTextEquals("nullCount"u8) ? _nullCount
                    : null;
                if (found is null)
                {
                    reader.Skip();
                }
                else
                {
                    AddColumns(ref reader, layout.Root, found);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Statistics like these say nothing.
        }
    }

    private static void AddColumns(ref Utf8JsonReader reader, StatisticsNode node, bool[] found)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            StatisticsNode? child = node.FindChild(ref reader);
            if (child is { Position: < 0 })
            {
                AddColumns(ref reader, child, found);
                continue;
            }

            if (child is not null)
            {
                found[child.Position] = true;
            }

            reader.Skip();
        }
    }
}
