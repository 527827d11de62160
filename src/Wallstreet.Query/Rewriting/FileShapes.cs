using System.Collections.Concurrent;
using Wallstreet.Delta;
using Wallstreet.Delta.Files;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rewriting;

/// <summary>
/// Which columns files have, where the log does not tell: footers are read once, since data files never change. Tables
/// whose nested columns are mapped, or that hold variants, can only be read with them; others are read faster with them.
/// </summary>
internal static class FileShapes
{
    private const int ShapesMax = 100_000;

    /// <summary>From this size on, reading a file's footer costs nothing beside reading its rows.</summary>
    private const long FileSizeMin = 256 * 1024;

    private static readonly ConcurrentDictionary<(string Path, long Size, long Time), FileShape> _known = new();
    private static readonly ConcurrentDictionary<string, FileShape> _distinct = new(StringComparer.Ordinal);

    /// <summary>Whether rows of such columns can only be found by what each file says of itself.</summary>
    public static bool AreNeeded(IEnumerable<StructField> stored, ColumnMappingMode mapping) =>
        stored.Any(field => IsWidened(field) || IsNeeded(field.Type, mapping)
            || (mapping == ColumnMappingMode.Id && field.MappedId is null));

    /// <summary>Whether older files have a narrower type. Told to read them as the wider one, DuckDB would round what a
    /// column is compared with to the narrower.</summary>
    private static bool IsWidened(StructField field) => field.Metadata.ContainsKey("delta.typeChanges")
        || (field.Type is StructType structure && structure.Fields.Any(IsWidened));

    /// <summary>The shapes of files, in their order.</summary>
    /// <exception cref="DataFileException">A file cannot be read.</exception>
    public static FileShape[] Read(IReadOnlyList<LocalFile> files) => [.. files.Select(Read)];

    /// <summary>The shapes of files if they are known, or cheap to learn.</summary>
    public static FileShape[]? TryRead(IReadOnlyList<LocalFile> files)
    {
        var shapes = new FileShape[files.Count];
        for (int index = 0; index < shapes.Length; index++)
        {
            if (_known.TryGetValue(KeyOf(files[index]), out FileShape? shape))
            {
                shapes[index] = shape;
            }
            else if (files[index].Add.SizeBytes >= FileSizeMin && TryRead(files[index]) is { } read)
            {
                shapes[index] = read;
            }
            else
            {
                return null;
            }
        }

        return shapes;
    }

    /// <summary>Whether a file itself has all columns, as far as it can be read.</summary>
    public static bool HaveAll(LocalFile file, IReadOnlyList<StructField> stored, ColumnMappingMode mapping) =>
        TryRead(file) is { } shape && stored.All(field => FileShape.Find(shape.Columns, field, mapping) is not null);

    /// <summary>Whether a file itself has all columns in the very types that the table has.</summary>
    public static bool HaveAllExactly(LocalFile file, IReadOnlyList<StructField> stored, ColumnMappingMode mapping) =>
        TryRead(file) is { } shape && stored.All(field =>
            FileShape.Find(shape.Columns, field, mapping) is { } column && FileTypes.Are(field.Type, column));

    private static bool IsNeeded(DeltaType type, ColumnMappingMode mapping) => type switch
    {
        PrimitiveType { Kind: PrimitiveKind.Variant } => true,
        StructType structure => structure.Fields.Any(field => mapping == ColumnMappingMode.Id
            || field.GetPhysicalName(mapping) != field.Name || IsNeeded(field.Type, mapping)),
        ArrayType array => IsNeeded(array.ElementType, mapping),
        MapType map => IsNeeded(map.KeyType, mapping) || IsNeeded(map.ValueType, mapping),
        _ => false,
    };

    private static FileShape? TryRead(LocalFile file)
    {
        try
        {
            return Read(file);
        }
        catch (DataFileException)
        {
            // The reader of its rows will say what is wrong with it.
            return null;
        }
    }

    private static FileShape Read(LocalFile file)
    {
        (string, long, long) key = KeyOf(file);
        if (_known.TryGetValue(key, out FileShape? known))
        {
            return known;
        }

        var read = new FileShape(FileColumns.Read(file.Path));
        if (_known.Count >= ShapesMax)
        {
            _known.Clear();
            _distinct.Clear();
        }

        return _known[key] = _distinct.GetOrAdd(read.Text, read);
    }

    private static (string Path, long Size, long Time) KeyOf(LocalFile file) =>
        (file.Path, file.Add.SizeBytes, file.Add.ModificationTimeMilliseconds);
}
