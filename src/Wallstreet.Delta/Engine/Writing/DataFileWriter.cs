using Apache.Arrow;
using ParquetSharp;
using ParquetSharp.Arrow;
using ParquetSharp.IO;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Engine.Writing;

/// <summary>Writes one data file: staged in memory or on this machine, then put into the store whole.</summary>
internal sealed class DataFileWriter : IDisposable
{
    private readonly IObjectStore _store;
    private readonly string _key;
    private readonly string _stagedPath;
    private readonly ParquetFileStatistics _statistics;
    private readonly Apache.Arrow.Schema _schema;
    private readonly int _groupRows;
    private readonly StagedContent _content;
    private readonly ManagedOutputStream _output;
    private FileWriter? _file;

    public DataFileWriter(
        IObjectStore store, Metadata metadata, IReadOnlyList<StructField> columns, string key, WriteOptions options)
    {
        _store = store;
        _key = key;
        _stagedPath = (store.FindLocalPath(key) is { } local ? local : Path.Combine(
            options.StagingFolder, $"wallstreet-{Guid.NewGuid():N}")) + ".staged";
        _content = new StagedContent(_stagedPath);
        _output = new ManagedOutputStream(_content);
        _statistics = new ParquetFileStatistics(metadata, columns);
        _schema = FileSchemas.Create(columns, metadata.ColumnMapping);
        _groupRows = options.RowGroupRows;
    }

    public long RowCount => _statistics.RecordCount;

    /// <param name="batch">Columns of the file in order, by physical name.</param>
    public void Write(RecordBatch batch)
    {
        _statistics.Add(batch);
        _file ??= Open(batch);
        _file.WriteBufferedRecordBatch(batch);
    }

    public async ValueTask<AddFile> CompleteAsync(
        IReadOnlyDictionary<string, string?> partitionValues, TimeProvider time, CancellationToken cancellationToken)
    {
        (_file ??= Open(null)).Close();
        long size = _content.Length;
        if (_content.TryFinish(out ReadOnlyMemory<byte> content))
        {
            await _store.PutAheadAsync(_key, content, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _store.PutFileAsync(_key, _stagedPath, cancellationToken).ConfigureAwait(false);
        }

        return new AddFile
        {
            Path = DataPath.FromKey(_key),
            PartitionValues = partitionValues,
            SizeBytes = size,
            ModificationTimeMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Statistics = _statistics.ToJson(),
        };
    }

    public void Dispose()
    {
        _file?.Dispose();
        _output.Dispose();
        _content.Dispose();
    }

    /// <param name="first">The first rows, which tell how columns are best written; null if there are none.</param>
    private FileWriter Open(RecordBatch? first)
    {
        using WriterPropertiesBuilder builder = new();
        builder.Compression(Compression.Snappy)
            .EnableDictionary()
            .MaxRowGroupLength(_groupRows)
            .CreatedBy("Wallstreet");
        foreach (string column in first is null ? [] : DictionaryChoice.FindPlain(first, _groupRows))
        {
            builder.DisableDictionary(column);
        }

        using WriterProperties properties = builder.Build();
        return new FileWriter(_output, _schema, properties);
    }
}
