using Apache.Arrow;
using ParquetSharp;
using ParquetSharp.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Engine;

/// <summary>Writes one data file: staged on this machine, then put into the store whole.</summary>
internal sealed class DataFileWriter : IDisposable
{
    private readonly IObjectStore _store;
    private readonly string _key;
    private readonly string _stagedPath;
    private readonly ParquetFileStatistics _statistics;
    private readonly FileWriter _file;

    public DataFileWriter(
        IObjectStore store, Metadata metadata, IReadOnlyList<StructField> columns, string key, WriteOptions options)
    {
        _store = store;
        _key = key;
        _stagedPath = (store.FindLocalPath(key) is { } local ? local : Path.Combine(
            options.StagingFolder, $"wallstreet-{Guid.NewGuid():N}")) + ".staged";
        Directory.CreateDirectory(Path.GetDirectoryName(_stagedPath)!);
        _statistics = new ParquetFileStatistics(metadata, columns);
        using WriterPropertiesBuilder builder = new();
        using WriterProperties properties = builder
            .Compression(Compression.Snappy)
            .EnableDictionary()
            .MaxRowGroupLength(options.RowGroupRows)
            .CreatedBy("Wallstreet")
            .Build();
        _file = new FileWriter(_stagedPath, FileSchemas.Create(columns, metadata.ColumnMapping), properties);
    }

    public long RowCount => _statistics.RecordCount;

    /// <param name="batch">Columns of the file in order, by physical name.</param>
    public void Write(RecordBatch batch)
    {
        _statistics.Add(batch);
        _file.WriteBufferedRecordBatch(batch);
    }

    public async ValueTask<AddFile> CompleteAsync(
        IReadOnlyDictionary<string, string?> partitionValues, TimeProvider time, CancellationToken cancellationToken)
    {
        _file.Close();
        long size = new FileInfo(_stagedPath).Length;
        await _store.PutFileAsync(_key, _stagedPath, cancellationToken).ConfigureAwait(false);
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
        _file.Dispose();
        File.Delete(_stagedPath);
    }
}
