using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>Makes a Delta table of the Parquet files in a folder, in place: a log is written beside them, and no file is
/// moved or rewritten. Either the whole table is there afterwards, or nothing is.</summary>
internal sealed class Converter(IObjectStore store, ConvertRequest request, DeltaOptions options)
{
    private const int FilesMax = 10_000_000;

    public async ValueTask<ConvertResult> RunAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        List<ObjectHead> heads = await ListAsync(cancellationToken).ConfigureAwait(false);
        PartitionLayout partitions = PartitionLayout.Of([.. heads.Select(static head => head.Key)], request.PartitionSchema);
        Dictionary<string, string?>[] values = [.. heads.Select(head => partitions.Read(head.Key))];
        FileFooter[] footers = await ReadFootersAsync(heads, progress, cancellationToken).ConfigureAwait(false);
        StructType schema = SchemaOf(heads, footers, partitions);
        string[] partitionColumns = [.. partitions.Columns.Select(static column => column.Name)];
        Metadata metadata = new("", SchemaJson.Write(schema)) { PartitionColumns = partitionColumns };
        AddFile[] files = [.. heads.Select((head, index) => ToFile(head, footers[index], values[index], metadata, partitions))];
        TableDefinition definition = new(schema)
        {
            PartitionColumns = partitionColumns,
            Properties = request.Properties,
            Name = request.Name,
            Files = files,
        };
        DeltaTable table = await DeltaTable.CreateAsync(
            store, definition, Describe(definition), options, cancellationToken).ConfigureAwait(false);
        return new ConvertResult(table, files.Length, files.Sum(static file => file.SizeBytes),
            footers.Sum(static footer => footer.RowCount), schema, definition.PartitionColumns);
    }

    private async ValueTask<List<ObjectHead>> ListAsync(CancellationToken cancellationToken)
    {
        List<ObjectHead> heads = [];
        await foreach (ObjectHead head in store.ListAsync("", null, cancellationToken).ConfigureAwait(false))
        {
            if (head.Key.StartsWith(LogFile.Folder, StringComparison.Ordinal)
                && LogFile.TryParse(head.Key, head.SizeBytes, head.LastModified) is not null)
            {
                throw new TableAlreadyExistsException(
                    $"There is a Delta table at {store.Location} already: {head.Key} is part of its log. There is nothing to "
                    + "convert.");
            }

            if (!HivePath.IsHidden(head.Key))
            {
                heads.Add(head);
            }
        }

        return heads.Count switch
        {
            0 => throw new DataFileException(
                $"There is no Parquet file at {store.Location}, so there is nothing to convert. Check the location."),
            > FilesMax => throw new DataFileException(
                $"There are more than {FilesMax} files at {store.Location}. Convert its folders one by one."),
            _ => heads,
        };
    }

    private async Task<FileFooter[]> ReadFootersAsync(
        List<ObjectHead> heads, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        FileFooter[] footers = new FileFooter[heads.Count];
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = options.RequestsInFlightMax,
            CancellationToken = cancellationToken,
        };
        long done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, heads.Count), parallel, async (index, token) =>
        {
            footers[index] = await FooterReader.ReadAsync(store, heads[index], token).ConfigureAwait(false);
            progress?.Report(Interlocked.Increment(ref done));
        }).ConfigureAwait(false);
        return footers;
    }

    /// <summary>The files' columns, then the partition columns; where a file holds one of these too, the folder counts.
    /// </summary>
    private static StructType SchemaOf(List<ObjectHead> heads, FileFooter[] footers, PartitionLayout partitions)
    {
        SchemaUnion union = new();
        for (int index = 0; index < footers.Length; index++)
        {
            union.Add(heads[index].Key, footers[index].Schema);
        }

        return new StructType(
        [
            .. union.Schema.Fields.Where(field => !partitions.Columns.Any(
                column => column.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase))),
            .. partitions.Columns,
        ]);
    }

    private AddFile ToFile(ObjectHead head, FileFooter footer, Dictionary<string, string?> values, Metadata metadata,
        PartitionLayout partitions)
    {
        StatisticsBuilder statistics = new(metadata) { RecordCount = footer.RowCount };
        foreach (LeafFacts leaf in request.CollectsStatistics ? footer.Columns : [])
        {
            if (!partitions.Columns.Any(column => column.Name.Equals(leaf.Column.Names[0], StringComparison.OrdinalIgnoreCase)))
            {
                statistics.Set(leaf.Column, leaf.Min, leaf.Max, leaf.NullCount);
            }
        }

        return new AddFile
        {
            Path = DataPath.FromKey(head.Key),
            PartitionValues = values,
            SizeBytes = head.SizeBytes,
            ModificationTimeMilliseconds = head.LastModified.ToUnixTimeMilliseconds(),
            Statistics = statistics.ToJson(),
        };
    }

    private CommitOptions Describe(TableDefinition definition) => (request.Commit ?? new CommitOptions("CONVERT")) with
    {
        Operation = "CONVERT",
        OperationParameters = new Dictionary<string, string>
        {
            ["numFiles"] = Text(definition.Files.Count),
            ["partitionedBy"] = JsonSerializer.Serialize(definition.PartitionColumns),
            ["collectStats"] = request.CollectsStatistics ? "true" : "false",
        },
        OperationMetrics = new Dictionary<string, string> { ["numConvertedFiles"] = Text(definition.Files.Count) },
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
