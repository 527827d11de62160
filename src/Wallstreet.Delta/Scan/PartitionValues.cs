using System.Collections;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Scan;

/// <summary>The values of a file's partition columns, by the names users see; null is SQL's null.</summary>
public sealed class PartitionValues : IReadOnlyList<KeyValuePair<string, Literal?>>
{
    private readonly KeyValuePair<string, Literal?>[] _values;

    private PartitionValues(KeyValuePair<string, Literal?>[] values) => _values = values;

    /// <summary>No partition columns.</summary>
    public static PartitionValues None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, Literal?> this[int index] => _values[index];

    /// <summary>Finds the value of a partition column.</summary>
    /// <param name="column">The column, in any case.</param>
    /// <param name="value">Its value, null for SQL's null.</param>
    /// <returns>Whether the column is a partition column.</returns>
    public bool TryGet(string column, out Literal? value)
    {
        foreach (KeyValuePair<string, Literal?> pair in _values)
        {
            if (string.Equals(pair.Key, column, StringComparison.OrdinalIgnoreCase))
            {
                value = pair.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Literal?>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, Literal?>>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('/', _values.Select(static pair => $"{pair.Key}={pair.Value?.ToString() ?? "null"}"));

    internal static PartitionValues Of(AddFile file, IReadOnlyList<PartitionColumn> columns)
    {
        if (columns.Count == 0)
        {
            return None;
        }

        KeyValuePair<string, Literal?>[] values = new KeyValuePair<string, Literal?>[columns.Count];
        for (int position = 0; position < values.Length; position++)
        {
            PartitionColumn column = columns[position];
            if (!file.PartitionValues.TryGetValue(column.PhysicalName, out string? text))
            {
                throw new DeltaLogException(
                    $"The file '{file.Path}' has no value for the partition column '{column.Name}'.");
            }

            values[position] = KeyValuePair.Create(column.Name, PartitionText.Parse(text, column.Type, column.Name));
        }

        return new PartitionValues(values);
    }
}
