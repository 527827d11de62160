using ParquetSharp;
using ParquetSharp.Schema;

namespace Wallstreet.Delta.Files;

/// <summary>Reads which columns a data file has, from its footer.</summary>
/// <remarks>Lists and maps: https://github.com/apache/parquet-format/blob/master/LogicalTypes.md, with the rules there
/// for files of older writers.</remarks>
public static class FileColumns
{
    private const string VariantMark = "VARIANT";

    /// <summary>Reads the columns of a file on this machine.</summary>
    /// <param name="path">Where it is.</param>
    /// <returns>The columns in the file's order.</returns>
    /// <exception cref="DataFileException">The file is missing, or no Parquet file.</exception>
    public static IReadOnlyList<FileColumn> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
        {
            throw new DataFileException(
                $"The data file '{path}' is missing. It was deleted behind the log's back, or vacuumed: restore it, or read "
                + "a newer version.");
        }

        try
        {
            using ParquetFileReader reader = new(path);
            return Children(reader.FileMetaData.Schema.GroupNode);
        }
        catch (ParquetException exception)
        {
            throw new DataFileException(
                $"The data file '{path}' cannot be read: {ParquetErrors.Reason(exception)}. It is truncated or damaged; restore it.",
                exception);
        }
    }

    /// <summary>Whether the file says that a group is a variant, in parts perhaps.</summary>
    /// <param name="column">A column.</param>
    /// <returns>Whether it does. Writers need not say it; the table's schema counts.</returns>
    public static bool IsVariant(FileColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Kind == FileColumnKind.Group && column.Encoding == VariantMark;
    }

    private static FileColumn[] Children(GroupNode group) => [.. group.Fields.Select(ReadColumn)];

    private static FileColumn ReadColumn(Node node)
    {
        if (node.Repetition != Repetition.Repeated)
        {
            return ReadOne(node);
        }

        // Repeated outside of a list: each of its values is an element.
        return new FileColumn(node.Name, IdOf(node), FileColumnKind.List, [ReadOne(node)], "");
    }

    private static FileColumn ReadOne(Node node)
    {
        if (node is not GroupNode group)
        {
            PrimitiveNode single = (PrimitiveNode)node;
            return new FileColumn(
                node.Name, IdOf(node), FileColumnKind.Value, [], $"{single.PhysicalType} {single.TypeLength} {LogicalTypeOf(node)}");
        }

        if (group.Fields is [GroupNode { Repetition: Repetition.Repeated } entries] && IsMap(group)
            && entries.Fields is [Node key, Node value])
        {
            return new FileColumn(node.Name, IdOf(node), FileColumnKind.Map, [ReadColumn(key), ReadColumn(value)], "");
        }

        return LogicalTypeOf(group) is ListLogicalType && group.Fields is [{ Repetition: Repetition.Repeated } repeated]
            ? new FileColumn(node.Name, IdOf(node), FileColumnKind.List, [ReadElement(group, repeated)], "")
            : new FileColumn(node.Name, IdOf(node), FileColumnKind.Group, Children(group), IsUnknown(node) ? VariantMark : "");
    }

    private static bool IsMap(GroupNode group) => LogicalTypeOf(group) is MapLogicalType;

    /// <summary>Newer writers put a group between the list and its element, older ones do not.</summary>
    private static FileColumn ReadElement(GroupNode list, Node repeated) =>
        repeated is GroupNode { Fields: [Node element] } && repeated.Name != "array"
            && repeated.Name != list.Name + "_tuple"
            ? ReadColumn(element)
            : ReadOne(repeated);

    /// <summary>Parquet's newest logical types, such as that of variants, are not known to the library that reads them.
    /// </summary>
    private static LogicalType? LogicalTypeOf(Node node)
    {
        try
        {
            return node.LogicalType;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Of groups, only variants have a logical type that is not known.</summary>
    private static bool IsUnknown(Node node)
    {
        try
        {
            return node.LogicalType is null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return true;
        }
    }

    private static int? IdOf(Node node) => node.FieldId < 0 ? null : node.FieldId;
}
