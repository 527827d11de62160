using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Sources;

namespace Wallstreet.Query.Statements.Descriptions;

/// <summary>Carries out statements that read what a table's log says. Columns have Spark's names.</summary>
internal static class DescriptionRun
{
    private static readonly Schema _history = LogColumns.SchemaOf(
        ("version", Int64Type.Default), ("timestamp", LogColumns.Moment), ("operation", StringType.Default),
        ("operationParameters", LogColumns.TextMap), ("readVersion", Int64Type.Default), ("isBlindAppend", BooleanType.Default),
        ("operationMetrics", LogColumns.TextMap), ("userMetadata", StringType.Default), ("engineInfo", StringType.Default),
        ("txnId", StringType.Default));

    private static readonly Schema _detail = LogColumns.SchemaOf(
        ("format", StringType.Default), ("id", StringType.Default), ("name", StringType.Default), ("description", StringType.Default),
        ("location", StringType.Default), ("createdAt", LogColumns.Moment), ("lastModified", LogColumns.Moment),
        ("partitionColumns", LogColumns.Texts), ("clusteringColumns", LogColumns.Texts), ("numFiles", Int64Type.Default),
        ("sizeInBytes", Int64Type.Default), ("properties", LogColumns.TextMap), ("minReaderVersion", Int64Type.Default),
        ("minWriterVersion", Int64Type.Default), ("tableFeatures", LogColumns.Texts), ("numRows", Int64Type.Default),
        ("version", Int64Type.Default));

    private static readonly Schema _properties = LogColumns.SchemaOf(("key", StringType.Default), ("value", StringType.Default));

    /// <summary>The rows of a statement about a version of a table.</summary>
    public static IRowSource Start(Description description, PinnedTable table, StatementClock clock) => description.Kind switch
    {
        DescriptionKind.History => new LogSource(_history, HistoryAsync(table, description.Limit), clock),
        DescriptionKind.Detail => new LogSource(_detail, OnceAsync([DetailOf(table)]), clock),
        _ => new LogSource(_properties, OnceAsync(PropertiesOf(table.Snapshot, description.Property)), clock),
    };

    /// <summary>The versions up to the one that is read, newest first.</summary>
    private static async IAsyncEnumerable<object?[]> HistoryAsync(
        PinnedTable table, long? limit, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long left = limit ?? long.MaxValue;
        if (left == 0)
        {
            yield break;
        }

        await foreach (CommitRecord commit in table.Table.GetHistoryAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (commit.Version > table.Snapshot.Version)
            {
                continue;
            }

            yield return
            [
                commit.Version, commit.Timestamp, commit.Operation, commit.Parameters, commit.ReadVersion, commit.IsBlindAppend,
                commit.Metrics, commit.UserMetadata, commit.EngineInfo, commit.TxnId,
            ];
            if (--left == 0)
            {
                yield break;
            }
        }
    }

    private static object?[] DetailOf(PinnedTable table)
    {
        Snapshot snapshot = table.Snapshot;
        Metadata metadata = snapshot.Metadata;
        return
        [
            "delta", metadata.Id, metadata.Name, metadata.Description, table.Table.Location.ToString(),
            metadata.CreatedTimeMilliseconds is { } created ? DateTimeOffset.FromUnixTimeMilliseconds(created) : null,
            snapshot.Timestamp, snapshot.PartitionColumns,
            (ClusteringColumns.Find(snapshot) ?? []).Select(static column => column.ToString()), snapshot.FileCount,
            snapshot.SizeBytes, metadata.Configuration, (long)snapshot.Protocol.MinReaderVersion,
            (long)snapshot.Protocol.MinWriterVersion, snapshot.FindFeatures().Select(static feature => feature.Name), snapshot.RowCount,
            snapshot.Version,
        ];
    }

    /// <summary>The table's properties, and what its protocol is in the words of properties.</summary>
    private static IEnumerable<object?[]> PropertiesOf(Snapshot snapshot, string? only)
    {
        Protocol protocol = snapshot.Protocol;
        Dictionary<string, string> all = new(snapshot.Metadata.Configuration, StringComparer.Ordinal)
        {
            ["delta.minReaderVersion"] = protocol.MinReaderVersion.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["delta.minWriterVersion"] = protocol.MinWriterVersion.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        foreach (string feature in (protocol.WriterFeatures ?? []).Union(protocol.ReaderFeatures ?? []))
        {
            all["delta.feature." + feature] = "supported";
        }

        return all.Where(pair => only is null || pair.Key.Equals(only, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => new object?[] { pair.Key, pair.Value });
    }

    private static async IAsyncEnumerable<object?[]> OnceAsync(IEnumerable<object?[]> rows)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (object?[] row in rows)
        {
            yield return row;
        }
    }
}
