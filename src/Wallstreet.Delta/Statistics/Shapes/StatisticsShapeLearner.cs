using System.Text.Json;

namespace Wallstreet.Delta.Statistics.Shapes;

/// <summary>Learns the shape of statistics from one text, walking it as <see cref="StatisticsLayout"/> does.</summary>
internal ref struct StatisticsShapeLearner
{
    private const int SlotsMax = 1024;
    private readonly StatisticsLayout _layout;
    private readonly ReadOnlySpan<byte> _json;
    private readonly bool _escaped;
    private readonly List<StatisticsSlot> _slots = [];
    private readonly HashSet<(int Column, StatisticsPurpose Purpose)> _seen = [];
    private Utf8JsonReader _reader;
    private int _literal;
    private bool _plain = true;
    private bool _tight = true;

    private StatisticsShapeLearner(StatisticsLayout layout, ReadOnlySpan<byte> json, bool escaped)
    {
        _layout = layout;
        _json = json;
        _escaped = escaped;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = StatisticsLayout.DepthMax });
    }

    /// <param name="layout">The columns that are wanted.</param>
    /// <param name="json">Statistics, without the escapes of the commit.</param>
    /// <param name="escaped">Whether the commit has them with escapes.</param>
    /// <returns>The shape; null if the text has none that could be relied upon.</returns>
    public static StatisticsShape? TryLearn(StatisticsLayout layout, ReadOnlySpan<byte> json, bool escaped)
    {
        try
        {
            return new StatisticsShapeLearner(layout, json, escaped).Learn();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private StatisticsShape? Learn()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            LearnSection();
        }

        byte[]? end = Literal(_json.Length);
        return _plain && end is not null && _slots.Count <= SlotsMax
            ? new StatisticsShape(_slots, end, _escaped, _tight)
            : null;
    }

    private void LearnSection()
    {
        if (_reader.ValueTextEquals("numRecords"u8))
        {
            LearnValue(-1, StatisticsPurpose.RecordCount);
        }
        else if (_reader.ValueTextEquals("tightBounds"u8))
        {
            _plain &= _seen.Add((-2, StatisticsPurpose.Nothing));
            _reader.Read();
            _tight = _reader.TokenType != JsonTokenType.False;
            LearnRest();
        }
        else if (_reader.ValueTextEquals("minValues"u8))
        {
            LearnColumns(_layout.Root, StatisticsPurpose.Min);
        }
        else if (_reader.ValueTextEquals("maxValues"u8))
        {
            LearnColumns(_layout.Root, StatisticsPurpose.Max);
        }
        else if (_reader.ValueTextEquals("nullCount"u8))
        {
            LearnColumns(_layout.Root, StatisticsPurpose.NullCount);
        }
        else
        {
            _reader.Read();
            LearnRest();
        }
    }

    private void LearnColumns(StatisticsNode node, StatisticsPurpose purpose)
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            LearnRest();
            return;
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            StatisticsNode? child = node.FindChild(ref _reader);
            if (child is null)
            {
                _reader.Read();
                LearnRest();
            }
            else if (child.Position < 0)
            {
                LearnColumns(child, purpose);
            }
            else
            {
                LearnValue(child.Position, purpose);
            }
        }
    }

    /// <summary>A value that is wanted. One that is given twice, or that is true or false, makes the text no example.
    /// </summary>
    private void LearnValue(int column, StatisticsPurpose purpose)
    {
        _plain &= _seen.Add((column, purpose));
        _reader.Read();
        _plain &= _reader.TokenType is not (JsonTokenType.True or JsonTokenType.False);
        if (_reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
        {
            AddSlot(column, purpose);
        }
        else
        {
            LearnRest();
        }
    }

    /// <summary>A value that is not wanted, with all that is in it.</summary>
    private void LearnRest()
    {
        int depth = _reader.CurrentDepth;
        bool inside = _reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        AddIfValue();
        while (inside && _reader.Read() && _reader.CurrentDepth > depth)
        {
            AddIfValue();
        }
    }

    private void AddIfValue()
    {
        if (_reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
        {
            AddSlot(-1, StatisticsPurpose.Nothing);
        }
    }

    private void AddSlot(int column, StatisticsPurpose purpose)
    {
        bool isText = _reader.TokenType == JsonTokenType.String;
        int start = checked((int)_reader.TokenStartIndex) + (isText ? 1 : 0);
        byte[]? before = Literal(start);
        _plain &= before is not null && !_reader.ValueIsEscaped && _slots.Count < SlotsMax;
        _slots.Add(new StatisticsSlot(before ?? [], isText, column, purpose));
        _literal = start + _reader.ValueSpan.Length;
    }

    /// <summary>The bytes since the last value, as the log has them; null if more than quotes were escaped.</summary>
    private readonly byte[]? Literal(int end)
    {
        ReadOnlySpan<byte> plain = _json[_literal..end];
        if (!_escaped)
        {
            return plain.ToArray();
        }

        if (plain.Contains((byte)'\\'))
        {
            return null;
        }

        List<byte> escaped = [];
        foreach (byte letter in plain)
        {
            if (letter == '"')
            {
                escaped.Add((byte)'\\');
            }

            escaped.Add(letter);
        }

        return [.. escaped];
    }
}
