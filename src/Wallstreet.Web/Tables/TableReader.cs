using System.Text.Json.Nodes;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Query;
using Wallstreet.Web.Problems;
using Wallstreet.Web.Sql;

namespace Wallstreet.Web.Tables;

/// <summary>Answers questions about tables.</summary>
internal sealed class TableReader(ITableCatalog catalog, AssetGraph graph, QueryDesk queries)
{
    private const int TablesMax = 5000;
    private const int FilesMax = 5000;

    public async Task<IReadOnlyList<TableSummaryAnswer>> ListAsync(CancellationToken cancellationToken)
    {
        List<TableSummaryAnswer> tables = [];
        await foreach (string name in catalog.ListTablesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await SummarizeAsync(name, cancellationToken).ConfigureAwait(false) is { } table)
            {
                tables.Add(table);
            }

            if (tables.Count == TablesMax)
            {
                break;
            }
        }

        return tables;
    }

    public async Task<TableDetailAnswer> GetAsync(string name, CancellationToken cancellationToken)
    {
        DeltaTable table = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        TableSummaryAnswer summary = Summarize(name, snapshot, table.Location);
        return new TableDetailAnswer
        {
            Name = summary.Name,
            Asset = summary.Asset,
            Location = summary.Location,
            Version = summary.Version,
            Timestamp = summary.Timestamp,
            Files = summary.Files,
            SizeBytes = summary.SizeBytes,
            Rows = summary.Rows,
            PartitionColumns = summary.PartitionColumns,
            Description = summary.Description,
            ClusteringColumns = [.. (ClusteringColumns.Find(snapshot) ?? []).Select(static column => column.ToString())],
            Schema = SchemaReader.Describe(snapshot.Schema),
            Properties = snapshot.Metadata.Configuration,
            Protocol = new ProtocolAnswer(
                snapshot.Protocol.MinReaderVersion, snapshot.Protocol.MinWriterVersion, snapshot.Protocol.ReaderFeatures, snapshot.Protocol.WriterFeatures),
        };
    }

    public async Task<IReadOnlyList<TableCommitAnswer>> ReadHistoryAsync(string name, int? limit, CancellationToken cancellationToken)
    {
        DeltaTable table = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        List<TableCommitAnswer> commits = [];
        await foreach (CommitRecord commit in table.GetHistoryAsync(Math.Clamp(limit ?? 100, 1, 1000), cancellationToken).ConfigureAwait(false))
        {
            Lineage lineage = Lineage.Read(commit.UserMetadata);
            commits.Add(new TableCommitAnswer
            {
                Version = commit.Version,
                Timestamp = commit.Timestamp,
                Operation = commit.Operation ?? "unknown",
                Parameters = commit.Parameters,
                Metrics = commit.Metrics,
                RunId = lineage.RunId,
                Asset = lineage.Asset,
                Partition = lineage.Partition,
                CodeVersion = lineage.CodeVersion,
                Inputs = lineage.Inputs,
                UserMetadata = commit.UserMetadata,
                EngineInfo = commit.EngineInfo,
                ReadVersion = commit.ReadVersion,
            });
        }

        return commits;
    }

    public async Task<IReadOnlyList<TableFileAnswer>> ListFilesAsync(string name, long? version, CancellationToken cancellationToken)
    {
        DeltaTable table = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        Snapshot snapshot = version is { } number
            ? await table.GetSnapshotAsync(number, cancellationToken).ConfigureAwait(false)
            : await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        return [.. snapshot.Files.Take(FilesMax).Select(ToAnswer)];
    }

    public async Task<PreviewAnswer> PreviewAsync(string name, TableMoment moment, int? limit, CancellationToken cancellationToken)
    {
        DeltaTable table = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        Snapshot snapshot = moment switch
        {
            { Version: { } version } => await table.GetSnapshotAsync(version, cancellationToken).ConfigureAwait(false),
            { Timestamp: { } time } => await table.GetSnapshotAsync(time, cancellationToken).ConfigureAwait(false),
            _ => await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false),
        };
        string quoted = string.Join('.', name.Split('.').Select(part => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        QueryRequest request = new() { Pins = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase) { [name] = snapshot.Version } };
        SqlAnswer rows = await queries.RunAsync($"SELECT * FROM {quoted}", request, limit ?? 100, cancellationToken).ConfigureAwait(false);
        return new PreviewAnswer { Columns = rows.Columns, Rows = rows.Rows, Version = snapshot.Version };
    }

    private static TableFileAnswer ToAnswer(AddFile file)
    {
        JsonNode? stats = file.Statistics is { Length: > 0 } text ? JsonNode.Parse(text) : null;
        return new TableFileAnswer
        {
            Path = file.Path,
            SizeBytes = file.SizeBytes,
            Rows = stats?["numRecords"] is JsonValue rows && rows.TryGetValue(out long count) ? count : null,
            Partition = file.PartitionValues,
            ModifiedAt = file.ModificationTime,
            Stats = stats,
        };
    }

    private async ValueTask<DeltaTable> FindAsync(string name, CancellationToken cancellationToken) =>
        await catalog.FindTableAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw ApiException.NotFound($"There is no table '{name}'.", "List them under /api/tables.");

    // A broken table is shown as broken; it must not hide the others.
    private async ValueTask<TableSummaryAnswer?> SummarizeAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            DeltaTable? table = await catalog.FindTableAsync(name, cancellationToken).ConfigureAwait(false);
            return table is null
                ? null
                : Summarize(name, await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false), table.Location);
        }
        catch (Exception error) when (error is DeltaException or IOException)
        {
            return new TableSummaryAnswer { Name = name, Asset = FindAsset(name)?.Key.Path, Location = "", PartitionColumns = [], Error = error.Message };
        }
    }

    private TableSummaryAnswer Summarize(string name, Snapshot snapshot, Uri location)
    {
        AssetDefinition? asset = FindAsset(name);
        return new TableSummaryAnswer
        {
            Name = name,
            Asset = asset?.Key.Path,
            Location = location.ToString(),
            Version = snapshot.Version,
            Timestamp = snapshot.Timestamp,
            Files = snapshot.FileCount,
            SizeBytes = snapshot.SizeBytes,
            Rows = snapshot.RowCount,
            PartitionColumns = snapshot.PartitionColumns,
            Description = snapshot.Metadata.Description ?? asset?.Description,
        };
    }

    private AssetDefinition? FindAsset(string table) =>
        AssetKey.TryParse(table.Replace('.', '/'), out AssetKey key) ? graph.Find(key) : null;
}
