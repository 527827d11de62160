using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Delta.Engine.Writing;

/// <summary>Gives arrays the names that a file has for nested columns; the values stay where they are.</summary>
internal static class FileArrays
{
    public static ArrayData Relabel(ArrayData data, IArrowType type) => type switch
    {
        Apache.Arrow.Types.StructType structure => With(
            data, type, [.. data.Children.Select((child, position) => Relabel(child, structure.Fields[position].DataType))]),
        Apache.Arrow.Types.MapType map => With(data, type, [Relabel(data.Children[0], map.KeyValueType)]),
        ListType list => With(data, type, [Relabel(data.Children[0], list.ValueDataType)]),
        _ => With(data, type, data.Children),
    };

    private static ArrayData With(ArrayData data, IArrowType type, ArrayData[]? children) =>
        new(type, data.Length, data.NullCount, data.Offset, data.Buffers, children);
}
