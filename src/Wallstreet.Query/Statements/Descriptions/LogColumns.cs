using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Query.Statements.Descriptions;

/// <summary>Puts what a log says into Arrow's columns.</summary>
internal static class LogColumns
{
    /// <summary>Moments in UTC.</summary>
    public static TimestampType Moment { get; } = new(TimeUnit.Microsecond, "UTC");

    /// <summary>Lists of texts.</summary>
    public static ListType Texts { get; } = new(new Field("item", StringType.Default, true));

    /// <summary>Texts by text.</summary>
    public static MapType TextMap { get; } = new(
        new Field("key", StringType.Default, false), new Field("value", StringType.Default, true));

    /// <summary>A schema whose columns may all be null.</summary>
    public static Schema SchemaOf(params IEnumerable<(string Name, IArrowType Type)> columns) =>
        new(columns.Select(static column => new Field(column.Name, column.Type, true)), null);

    /// <summary>A batch of rows.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="rows">The rows, with a value for each column: <see cref="long"/>, <see cref="bool"/>, text,
    /// <see cref="DateTimeOffset"/>, texts, texts by text, or null.</param>
    public static RecordBatch BatchOf(Schema schema, IReadOnlyList<object?[]> rows) => new(
        schema, schema.FieldsList.Select((field, index) => ArrayOf(field.DataType, rows.Select(row => row[index]))), rows.Count);

    private static IArrowArray ArrayOf(IArrowType type, IEnumerable<object?> values) => type switch
    {
        Int64Type => Numbers(values),
        BooleanType => Truths(values),
        TimestampType => Moments(values),
        MapType => Maps(values),
        ListType => Lists(values),
        _ => new StringArray.Builder().AppendRange(values.Select(static value => (string?)value)).Build(null),
    };

    private static Int64Array Numbers(IEnumerable<object?> values)
    {
        var builder = new Int64Array.Builder();
        foreach (object? value in values)
        {
            _ = value is long number ? builder.Append(number) : builder.AppendNull();
        }

        return builder.Build();
    }

    private static BooleanArray Truths(IEnumerable<object?> values)
    {
        var builder = new BooleanArray.Builder();
        foreach (object? value in values)
        {
            _ = value is bool truth ? builder.Append(truth) : builder.AppendNull();
        }

        return builder.Build();
    }

    private static TimestampArray Moments(IEnumerable<object?> values)
    {
        var builder = new TimestampArray.Builder(Moment);
        foreach (object? value in values)
        {
            _ = value is DateTimeOffset moment ? builder.Append(moment) : builder.AppendNull();
        }

        return builder.Build();
    }

    private static ListArray Lists(IEnumerable<object?> values)
    {
        var builder = new ListArray.Builder(StringType.Default);
        var texts = (StringArray.Builder)builder.ValueBuilder;
        foreach (object? value in values)
        {
            if (value is IEnumerable<string> list)
            {
                builder.Append();
                texts.AppendRange(list);
            }
            else
            {
                builder.AppendNull();
            }
        }

        return builder.Build();
    }

    private static MapArray Maps(IEnumerable<object?> values)
    {
        var builder = new MapArray.Builder(TextMap);
        var keys = (StringArray.Builder)builder.KeyBuilder;
        var texts = (StringArray.Builder)builder.ValueBuilder;
        foreach (object? value in values)
        {
            if (value is not IReadOnlyDictionary<string, string> map)
            {
                builder.AppendNull();
                continue;
            }

            builder.Append();
            foreach ((string key, string text) in map.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                keys.Append(key);
                texts.Append(text);
            }
        }

        return builder.Build();
    }
}
