using ParquetSharp;
using Wallstreet.Delta.Actions;
using Encoding = System.Text.Encoding;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>The columns of one row group of a checkpoint, found by name. Writers differ in which columns there are and
/// in the names inside of maps and lists.</summary>
internal sealed class CheckpointColumns : IDisposable
{
    private const int BatchSize = 8192;
    private readonly RowGroupReader _group;
    private readonly Dictionary<string, int> _columns;
    private readonly int _rows;

    public CheckpointColumns(ParquetFileReader file, int rowGroup)
    {
        _group = file.RowGroup(rowGroup);
        _rows = checked((int)_group.MetaData.NumRows);
        _columns = new Dictionary<string, int>(StringComparer.Ordinal);
        SchemaDescriptor schema = file.FileMetaData.Schema;
        for (int column = 0; column < schema.NumColumns; column++)
        {
            _columns[schema.Column(column).Path.ToDotString()] = column;
        }
    }

    public int RowCount => _rows;

    /// <summary>The names of the columns of the file, without what is inside of them.</summary>
    public IEnumerable<string> TopNames => _columns.Keys
        .Select(static name => name.Contains('.', StringComparison.Ordinal) ? name[..name.IndexOf('.', StringComparison.Ordinal)] : name)
        .Distinct();

    /// <summary>The group itself, for columns whose types the table decides.</summary>
    public RowGroupReader Group => _group;

    public void Dispose() => _group.Dispose();

    public bool Has(string path) => _columns.ContainsKey(path);

    /// <summary>Whether any column lies below a path.</summary>
    public bool HasBelow(string path) =>
        _columns.Keys.Any(name => name.StartsWith(path + ".", StringComparison.Ordinal));

    public string?[] Texts(string path)
    {
        string?[] values = new string?[_rows];
        ReadFlat<ByteArray>(path, (row, value) => values[row] = Text(value));
        return values;
    }

    public RawText[] RawTexts(string path)
    {
        RawText[] values = new RawText[_rows];
        TextChunks chunks = new();
        ReadFlat<ByteArray>(path, (row, value) => values[row] = new RawText(chunks.Keep(Span(value)), false));
        return values;
    }

    public long?[] Numbers(string path)
    {
        long?[] values = new long?[_rows];
        if (!_columns.TryGetValue(path, out int column))
        {
            return values;
        }

        using ColumnReader reader = _group.Column(column);
        switch (reader)
        {
            case ColumnReader<long> longs:
                ReadFlat(longs, _rows, (row, value) => values[row] = value);
                break;
            case ColumnReader<int> integers:
                ReadFlat(integers, _rows, (row, value) => values[row] = value);
                break;
            default:
                throw WrongType(path, reader);
        }

        return values;
    }

    public bool?[] Flags(string path)
    {
        bool?[] values = new bool?[_rows];
        ReadFlat<bool>(path, (row, value) => values[row] = value);
        return values;
    }

    /// <summary>A map of texts; null where the map is.</summary>
    public Dictionary<string, string?>?[] Maps(string path)
    {
        Dictionary<string, string?>?[] maps = new Dictionary<string, string?>?[_rows];
        string[] names = [.. _columns.Where(pair => pair.Key.StartsWith(path + ".", StringComparison.Ordinal))
            .OrderBy(static pair => pair.Value).Select(static pair => pair.Key)];
        if (names.Length != 2)
        {
            return maps;
        }

        List<string>?[] keys = Repeated(names[0]).Select(static list => list?.ConvertAll(static key => key ?? "")).ToArray();
        List<string?>?[] values = Repeated(names[1]);
        for (int row = 0; row < _rows; row++)
        {
            if (keys[row] is not { } rowKeys)
            {
                continue;
            }

            Dictionary<string, string?> map = new(rowKeys.Count, StringComparer.Ordinal);
            for (int entry = 0; entry < rowKeys.Count; entry++)
            {
                map[rowKeys[entry]] = values[row]![entry];
            }

            maps[row] = map;
        }

        return maps;
    }

    /// <summary>A list of texts; null where the list is.</summary>
    public List<string>?[] Lists(string path)
    {
        string? name = _columns.Keys.FirstOrDefault(name => name == path
            || name.StartsWith(path + ".", StringComparison.Ordinal));
        return name is null
            ? new List<string>?[_rows]
            : [.. Repeated(name).Select(static list => list?.ConvertAll(static item => item ?? ""))];
    }

    private static string Text(ByteArray value) => value.Length == 0 ? "" : Encoding.UTF8.GetString(Span(value));

    private static unsafe ReadOnlySpan<byte> Span(ByteArray value) => new((void*)value.Pointer, value.Length);

    private static DeltaLogException WrongType(string path, ColumnReader reader) =>
        new($"The checkpoint's column '{path}' has the type {reader.ElementType.Name}, which it may not have.");

    private void ReadFlat<T>(string path, Action<int, T> set)
        where T : unmanaged
    {
        if (!_columns.TryGetValue(path, out int column))
        {
            return;
        }

        using ColumnReader reader = _group.Column(column);
        ReadFlat(reader as ColumnReader<T> ?? throw WrongType(path, reader), _rows, set);
    }

    /// <summary>Gives the values of a column that is not repeated, with their rows.</summary>
    public static void ReadFlat<T>(ColumnReader<T> reader, int rows, Action<int, T> set)
        where T : unmanaged
    {
        short present = reader.ColumnDescriptor.MaxDefinitionLevel;
        if (reader.ColumnDescriptor.MaxRepetitionLevel != 0)
        {
            throw new DeltaLogException(
                $"The checkpoint's column '{reader.ColumnDescriptor.Path.ToDotString()}' is repeated, and may not be.");
        }

        short[] definitions = new short[BatchSize];
        T[] values = new T[BatchSize];
        int row = 0;
        while (reader.HasNext)
        {
            long levels = reader.ReadBatch(BatchSize, definitions, [], values, out _);
            int next = 0;
            for (int level = 0; level < levels; level++, row++)
            {
                if (present == 0 || definitions[level] == present)
                {
                    set(row, values[next++]);
                }
            }
        }

        if (row != rows)
        {
            throw TooFew(reader, row, rows);
        }
    }

    private static DeltaLogException TooFew(ColumnReader reader, int found, int rows) => new(
        $"The checkpoint's column '{reader.ColumnDescriptor.Path.ToDotString()}' has {found} rows of {rows}.");

    private List<string?>?[] Repeated(string name)
    {
        List<string?>?[] lists = new List<string?>?[_rows];
        using ColumnReader reader = _group.Column(_columns[name]);
        ColumnReader<ByteArray> texts = reader as ColumnReader<ByteArray> ?? throw WrongType(name, reader);
        RepeatedLevels levelsOf = RepeatedLevels.Of(texts.ColumnDescriptor);
        short[] definitions = new short[BatchSize];
        short[] repetitions = new short[BatchSize];
        ByteArray[] values = new ByteArray[BatchSize];
        int row = -1;
        while (texts.HasNext)
        {
            long levels = texts.ReadBatch(BatchSize, definitions, repetitions, values, out _);
            int next = 0;
            for (int level = 0; level < levels; level++)
            {
                row += repetitions[level] == 0 ? 1 : 0;
                short definition = definitions[level];
                if (definition >= levelsOf.Present)
                {
                    lists[row] ??= [];
                }

                if (definition >= levelsOf.Entry)
                {
                    lists[row]!.Add(definition == levelsOf.Value ? Text(values[next++]) : null);
                }
            }
        }

        return row + 1 == _rows ? lists : throw TooFew(texts, row + 1, _rows);
    }
}
