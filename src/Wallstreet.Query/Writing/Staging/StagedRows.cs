using Apache.Arrow;
using ParquetSharp;
using ParquetSharp.Arrow;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Writing.Staging;

/// <summary>Rows from outside of the engine, put into a file from which a statement can read them as a table.</summary>
internal sealed class StagedRows(Schema schema, IAsyncEnumerable<RecordBatch> rows)
{
    /// <summary>What a statement calls them.</summary>
    public const string Name = "rows";

    public Schema Schema => schema;

    public IAsyncEnumerable<RecordBatch> Rows => rows;

    /// <summary>Writes them and gives the query that stands for their name.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> StageAsync(
        string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "rows.parquet");
        using WriterProperties properties = new WriterPropertiesBuilder().Compression(Compression.Snappy).Build();
        using (var writer = new FileWriter(path, schema, properties))
        {
            await foreach (RecordBatch batch in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                {
                    writer.WriteBufferedRecordBatch(batch);
                }
            }

            writer.Close();
        }

        return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [Name] = $"(FROM read_parquet({SqlText.Text(GlobText.Escape(path))}, hive_partitioning = false))",
        };
    }
}
