using System.Globalization;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Web.Events;
using Wallstreet.Web.Json;
using Wallstreet.Web.Tables;

namespace Wallstreet.Web.Assets;

/// <summary>Answers questions about one asset.</summary>
internal sealed class AssetDetailReader(AssetGraph graph, IEventLog log, AssetReader reader, AssetFreshness freshness, SchemaReader schemas)
{
    private const int HistoryMax = 50;

    public async Task<AssetDetail> GetAsync(string key, CancellationToken cancellationToken)
    {
        AssetDefinition asset = graph.Get(key);
        AssetSummary summary = (await reader.SummarizeAsync([asset], cancellationToken).ConfigureAwait(false))[0];
        IReadOnlyDictionary<AssetKey, IReadOnlyList<string>> stale = await freshness.FindStaleAsync(cancellationToken).ConfigureAwait(false);
        AssetMaterialized? newest = await log.FindLatestMaterializationAsync(asset.Key, null, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<SchemaFieldAnswer>? schema = await schemas.FindAsync(asset.Key.ToTableName(), cancellationToken).ConfigureAwait(false);
        return new AssetDetail
        {
            Key = summary.Key,
            Group = summary.Group,
            Kinds = summary.Kinds,
            Tags = summary.Tags,
            Owners = summary.Owners,
            Description = summary.Description,
            Partitions = summary.Partitions,
            Upstreams = summary.Upstreams,
            Status = summary.Status,
            LastMaterialized = summary.LastMaterialized,
            Checks = summary.Checks,
            Synthetic = summary.Synthetic,
            Source = asset.Source is { } source ? new AssetSource(source.File, source.Line ?? 1, source.Language, source.Text ?? "") : null,
            Downstreams = [.. graph.GetDownstreams(asset.Key).Select(down => down.Key.Path)],
            StaleReasons = stale.GetValueOrDefault(asset.Key) ?? [],
            TableName = schema is null ? null : asset.Key.ToTableName(),
            Schema = schema,
            CodeVersion = asset.CodeVersion,
            Metadata = MetadataOf(asset, newest),
        };
    }

    public async Task<IReadOnlyList<MaterializationAnswer>> ListMaterializationsAsync(
        string key, int? limit, string? partition, CancellationToken cancellationToken)
    {
        AssetDefinition asset = graph.Get(key);
        PartitionKey? wanted = string.IsNullOrEmpty(partition) ? null : new PartitionKey(partition);
        IReadOnlyList<AssetMaterialized> made = await log
            .ReadMaterializationsAsync(asset.Key, wanted, null, Math.Clamp(limit ?? 50, 1, 1000), cancellationToken)
            .ConfigureAwait(false);
        return [.. made.Select(materialized => new MaterializationAnswer
        {
            Sequence = materialized.Sequence,
            Timestamp = materialized.Timestamp,
            RunId = materialized.RunId.Value,
            Partition = EventWords.Partitions(materialized.Partitions),
            Version = AssetReader.VersionOf(materialized),
            DataVersion = materialized.DataVersion,
            CodeVersion = materialized.CodeVersion,
            Metadata = MetadataEntry.Of(materialized.Metadata),
            Inputs = InputsOf(materialized),
        })];
    }

    public async Task<IReadOnlyList<CheckAnswer>> ListChecksAsync(string key, CancellationToken cancellationToken)
    {
        AssetDefinition asset = graph.Get(key);
        List<CheckAnswer> checks = [];
        foreach (AssetCheckDefinition check in asset.Checks)
        {
            IReadOnlyList<AssetCheckEvaluated> history = await log
                .ReadCheckHistoryAsync(asset.Key, check.Name, HistoryMax, cancellationToken).ConfigureAwait(false);
            CheckResultAnswer[] results = [.. history.Select(result => new CheckResultAnswer(
                result.Passed, result.Timestamp, result.RunId.Value, result.Message, EventWords.Partitions(result.Partitions), MetadataEntry.Of(result.Metadata)))];
            checks.Add(new CheckAnswer
            {
                Name = check.Name,
                Description = check.Description,
                Blocking = check.Blocking,
                Severity = check.Severity == CheckSeverity.Warn ? "warn" : "error",
                Last = results.Length > 0 ? results[0] : null,
                History = results,
            });
        }

        return checks;
    }

    public async Task<IReadOnlyList<MetadataPointAnswer>> ReadSeriesAsync(string key, string name, CancellationToken cancellationToken)
    {
        AssetDefinition asset = graph.Get(key);
        IReadOnlyList<MetadataPoint> points = await log.ReadMetadataSeriesAsync(asset.Key, name, 2000, cancellationToken).ConfigureAwait(false);
        return [.. points.Where(point => double.IsFinite(point.Value)).Select(point => new MetadataPointAnswer(
            point.Timestamp,
            long.TryParse(point.DataVersion, NumberStyles.None, CultureInfo.InvariantCulture, out long version) ? version : null,
            point.Value,
            point.Partition?.Value))];
    }

    private static Dictionary<string, MetadataEntry> MetadataOf(AssetDefinition asset, AssetMaterialized? newest)
    {
        // What libraries keep for themselves (a TableSpec, for example) is no fact for people.
        Dictionary<string, MetadataEntry> metadata = asset.Metadata
            .Where(static pair => pair.Value is string or MetadataValue or IConvertible)
            .ToDictionary(pair => pair.Key, pair => MetadataEntry.OfObject(pair.Value), StringComparer.Ordinal);
        foreach ((string name, MetadataValue value) in newest?.Metadata ?? new Dictionary<string, MetadataValue>())
        {
            metadata[name] = MetadataEntry.Of(value);
        }

        return metadata;
    }

    private static Dictionary<string, long> InputsOf(AssetMaterialized materialized) => materialized.Metadata
        .Where(pair => pair.Key.StartsWith(AssetReader.InputPrefix, StringComparison.Ordinal))
        .Select(pair => pair.Value)
        .OfType<MetadataValue.TableVersion>()
        .ToDictionary(version => version.Table, version => version.Version, StringComparer.Ordinal);
}
