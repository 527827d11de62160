using ParquetSharp;
using ParquetSharp.Schema;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>What the definition levels of a column inside of a list or map mean.</summary>
/// <param name="Present">From here on the list itself is there, perhaps empty.</param>
/// <param name="Entry">From here on there is an entry, perhaps null.</param>
/// <param name="Value">The entry has a value.</param>
internal readonly record struct RepeatedLevels(int Present, int Entry, int Value)
{
    public static RepeatedLevels Of(ColumnDescriptor column)
    {
        // From the leaf outwards: levels that lie inside of the repeated group, then the group itself.
        int inside = 0;
        Node? node = column.SchemaNode;
        while (node is not null && node.Repetition != Repetition.Repeated)
        {
            inside += node.Repetition == Repetition.Optional ? 1 : 0;
            node = node.Parent;
        }

        int value = column.MaxDefinitionLevel;
        int entry = value - inside;
        return new RepeatedLevels(entry - 1, entry, value);
    }
}
