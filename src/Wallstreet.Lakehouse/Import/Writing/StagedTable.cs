using Apache.Arrow;
using ParquetSharp;
using ParquetSharp.Arrow;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage.Local;

namespace Wallstreet.Lakehouse.Import.Writing;

/// <summary>
/// A Delta table in a temporary folder that takes the rows of an import before the table itself is touched. What is wrong
/// with the files shows while it is filled; afterwards its rows become one commit of the table, by append, overwrite or
/// merge alike.
/// </summary>
internal sealed class StagedTable : IDisposable
{
    private const string FileName = "rows.parquet";

    private readonly string _folder;
    private readonly StructType _schema;
    private readonly WriterProperties _properties;
    private readonly FileWriter _writer;

    public StagedTable(string folder, Schema schema, StructType deltaSchema)
    {
        _folder = folder;
        _schema = deltaSchema;
        Directory.CreateDirectory(folder);
        using WriterPropertiesBuilder builder = new();
        _properties = builder.Compression(Compression.Lz4).Build();
        _writer = new FileWriter(Path.Combine(folder, FileName), schema, _properties);
    }

    public long Rows { get; private set; }

    /// <summary>Writes a batch as a row group and disposes of it.</summary>
    public void Add(RecordBatch batch)
    {
        using (batch)
        {
            Rows += batch.Length;
            _writer.WriteRecordBatch(batch);
        }
    }

    /// <summary>Ends the file and makes a table of it.</summary>
    /// <returns>The query that gives its rows.</returns>
    public async ValueTask<string> CompleteAsync(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _writer.Close();
        DeltaOptions options = new() { TimeProvider = timeProvider };
        DeltaTable table = await DeltaTable.CreateAsync(new LocalObjectStore(_folder), new TableDefinition(_schema),
            new CommitOptions("CREATE TABLE"), options, cancellationToken).ConfigureAwait(false);
        FileInfo file = new(Path.Combine(_folder, FileName));
        AddFile add = new()
        {
            Path = FileName,
            SizeBytes = file.Length,
            ModificationTimeMilliseconds = timeProvider.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        TableChange change = new(await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false)) { Adds = [add] };
        await table.CommitAsync(change, new CommitOptions("WRITE"), cancellationToken).ConfigureAwait(false);
        return $"SELECT * FROM delta_scan('{table.Location.AbsoluteUri.Replace("'", "''", StringComparison.Ordinal)}')";
    }

    public void Dispose()
    {
        _writer.Dispose();
        _properties.Dispose();
    }
}
