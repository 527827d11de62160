using ParquetSharp;
using ParquetSharp.Schema;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Checkpoints.Parsed;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>The Parquet schema of a checkpoint, with how actions fill its columns. Protocol section "Checkpoint
/// Schema".</summary>
internal static class CheckpointSchema
{
    private static readonly List<(string Group, Func<CheckpointStatistics, IReadOnlyCollection<CheckpointPart>> Parts)> _groups =
    [
        ("txn", static _ =>
        [
            Text("appId", 1, static row => (Depth(row.Application), row.Application?.ApplicationId)),
            Number("version", static row => (Depth(row.Application), row.Application?.Version)),
            Number("lastUpdated", static row => (Depth(row.Application), row.Application?.LastUpdatedMilliseconds)),
        ]),
        ("add", static statistics =>
        [
            Text("path", 1, static row => (Depth(row.Add), row.Add?.Path)),
            Map("partitionValues", 1, static row => (Depth(row.Add), row.Add?.PartitionValues)),
            Number("size", static row => (Depth(row.Add), row.Add?.SizeBytes)),
            Number("modificationTime", static row => (Depth(row.Add), row.Add?.ModificationTimeMilliseconds)),
            Flag("dataChange", static row => (Depth(row.Add), row.Add is null ? null : false)),
            Map("tags", 1, static row => (Depth(row.Add), row.Add?.Tags)),
            Vector(static row => (Depth(row.Add), row.Add?.DeletionVector)),
            Number("baseRowId", static row => (Depth(row.Add), row.Add?.BaseRowId)),
            Number("defaultRowCommitVersion", static row => (Depth(row.Add), row.Add?.DefaultRowCommitVersion)),
            Text("clusteringProvider", 1, static row => (Depth(row.Add), row.Add?.ClusteringProvider)),
            .. statistics.IsText ? [Bytes("stats", static row => (Depth(row.Add), Json(row.Add)))] : Array.Empty<CheckpointPart>(),
            .. statistics.Parts,
        ]),
        ("remove", static _ =>
        [
            Text("path", 1, static row => (Depth(row.Remove), row.Remove?.Path)),
            Number("deletionTimestamp", static row => (Depth(row.Remove), row.Remove?.DeletionTimestampMilliseconds)),
            Flag("dataChange", static row => (Depth(row.Remove), row.Remove is null ? null : false)),
            Flag("extendedFileMetadata", static row => (Depth(row.Remove), row.Remove?.ExtendedFileMetadata)),
            Map("partitionValues", 1, static row => (Depth(row.Remove), row.Remove?.PartitionValues)),
            Number("size", static row => (Depth(row.Remove), row.Remove?.SizeBytes)),
            Vector(static row => (Depth(row.Remove), row.Remove?.DeletionVector)),
            Number("baseRowId", static row => (Depth(row.Remove), row.Remove?.BaseRowId)),
            Number("defaultRowCommitVersion", static row => (Depth(row.Remove), row.Remove?.DefaultRowCommitVersion)),
        ]),
        ("metaData", static _ =>
        [
            Text("id", 1, static row => (Depth(row.Metadata), row.Metadata?.Id)),
            Text("name", 1, static row => (Depth(row.Metadata), row.Metadata?.Name)),
            Text("description", 1, static row => (Depth(row.Metadata), row.Metadata?.Description)),
            CheckpointPart.Group(
                "format",
                Text("provider", 2, static row => (Depth(row.Metadata, 2), row.Metadata?.FormatProvider)),
                Map("options", 2, static row => (Depth(row.Metadata, 2), Nullable(row.Metadata?.FormatOptions)))),
            Text("schemaString", 1, static row => (Depth(row.Metadata), row.Metadata?.SchemaString)),
            List("partitionColumns", static row => (Depth(row.Metadata), row.Metadata?.PartitionColumns)),
            Map("configuration", 1, static row => (Depth(row.Metadata), Nullable(row.Metadata?.Configuration))),
            Number("createdTime", static row => (Depth(row.Metadata), row.Metadata?.CreatedTimeMilliseconds)),
        ]),
        ("protocol", static _ =>
        [
            SmallNumber("minReaderVersion", 1, static row => (Depth(row.Protocol), row.Protocol?.MinReaderVersion)),
            SmallNumber("minWriterVersion", 1, static row => (Depth(row.Protocol), row.Protocol?.MinWriterVersion)),
            List("readerFeatures", static row => (Depth(row.Protocol), row.Protocol?.ReaderFeatures)),
            List("writerFeatures", static row => (Depth(row.Protocol), row.Protocol?.WriterFeatures)),
        ]),
        ("domainMetadata", static _ =>
        [
            Text("domain", 1, static row => (Depth(row.Domain), row.Domain?.Domain)),
            Text("configuration", 1, static row => (Depth(row.Domain), row.Domain?.Configuration)),
            Flag("removed", static row => (Depth(row.Domain), row.Domain?.Removed)),
        ]),
    ];

    /// <summary>A new schema, which the caller disposes of, and its columns in order.</summary>
    /// <param name="statistics">How it says statistics.</param>
    public static (GroupNode Schema, IReadOnlyList<CheckpointLeaf> Leaves) Create(CheckpointStatistics statistics)
    {
        List<Node> nodes = [];
        List<CheckpointLeaf> leaves = [];
        foreach ((string name, Func<CheckpointStatistics, IReadOnlyCollection<CheckpointPart>> parts) in _groups)
        {
            CheckpointPart part = CheckpointPart.Group(name, parts(statistics));
            nodes.Add(part.Node);
            leaves.AddRange(part.Leaves);
        }

        return (new GroupNode("spark_schema", Repetition.Required, nodes), leaves);
    }

    private static ReadOnlyMemory<byte>? Json(AddFile? add) =>
        add is { RawStatistics.IsEmpty: false } ? add.RawStatistics.ToBytes() : default(ReadOnlyMemory<byte>?);

    private static short Depth(object? action, short depth = 1) => action is null ? (short)0 : depth;

    private static CheckpointPart Text(string name, short depth, Func<CheckpointRow, (short, string?)> select) => new(
        TextNode(name, Repetition.Optional),
        [CheckpointLeaf.OfText(
            row => select(row) is var (present, value) ? (present, CheckpointLeaf.Utf8(value)) : default, depth)]);

    private static CheckpointPart Bytes(string name, Func<CheckpointRow, (short, ReadOnlyMemory<byte>?)> select) =>
        new(TextNode(name, Repetition.Optional), [CheckpointLeaf.OfText(select, 1)]);

    private static CheckpointPart Number(string name, Func<CheckpointRow, (short, long?)> select, short depth = 1) => new(
        new PrimitiveNode(name, Repetition.Optional, LogicalType.None(), PhysicalType.Int64),
        [CheckpointLeaf.Of(select, depth)]);

    private static CheckpointPart SmallNumber(string name, short depth, Func<CheckpointRow, (short, int?)> select) => new(
        new PrimitiveNode(name, Repetition.Optional, LogicalType.None(), PhysicalType.Int32),
        [CheckpointLeaf.Of(select, depth)]);

    private static CheckpointPart Flag(string name, Func<CheckpointRow, (short, bool?)> select) => new(
        new PrimitiveNode(name, Repetition.Optional, LogicalType.None(), PhysicalType.Boolean),
        [CheckpointLeaf.Of(select, 1)]);

    private static CheckpointPart Vector(Func<CheckpointRow, (short, DeletionVectorDescriptor?)> select)
    {
        return CheckpointPart.Group(
            "deletionVector",
            Text("storageType", 2, row => At(select(row), static vector => vector.StorageType)),
            Text("pathOrInlineDv", 2, row => At(select(row), static vector => vector.PathOrInlineDv)),
            SmallNumber("offset", 2, row => AtValue(select(row), static vector => vector.Offset)),
            SmallNumber("sizeInBytes", 2, row => AtValue<int>(select(row), static vector => vector.SizeBytes)),
            Number("cardinality", row => AtValue<long>(select(row), static vector => vector.Cardinality), 2));

        static (short, string?) At(
            (short Depth, DeletionVectorDescriptor? Vector) item, Func<DeletionVectorDescriptor, string> value) =>
            item.Vector is null ? (item.Depth, null) : ((short)2, value(item.Vector));

        static (short, T?) AtValue<T>(
            (short Depth, DeletionVectorDescriptor? Vector) item, Func<DeletionVectorDescriptor, T?> value)
            where T : struct =>
            item.Vector is null ? (item.Depth, null) : ((short)2, value(item.Vector));
    }

    private static CheckpointPart Map(
        string name, short depth, Func<CheckpointRow, (short, IReadOnlyDictionary<string, string?>?)> select) => new(
        new GroupNode(
            name,
            Repetition.Optional,
            [
                new GroupNode(
                    "key_value",
                    Repetition.Repeated,
                    [TextNode("key", Repetition.Required), TextNode("value", Repetition.Optional)]),
            ],
            LogicalType.Map()),
        [
            CheckpointLeaf.OfMany(
                row => select(row) is var (present, map) ? (present, map?.Keys) : default, depth, optional: false),
            CheckpointLeaf.OfMany(
                row => select(row) is var (present, map) ? (present, map?.Values) : default, depth, optional: true),
        ]);

    private static CheckpointPart List(string name, Func<CheckpointRow, (short, IReadOnlyList<string>?)> select) => new(
        new GroupNode(
            name,
            Repetition.Optional,
            [new GroupNode("list", Repetition.Repeated, [TextNode("element", Repetition.Optional)])],
            LogicalType.List()),
        [CheckpointLeaf.OfMany(row => select(row) is var (present, list) ? (present, list) : default, 1, optional: true)]);

    private static PrimitiveNode TextNode(string name, Repetition repetition) =>
        new(name, repetition, LogicalType.String(), PhysicalType.ByteArray);

    private static IReadOnlyDictionary<string, string?>? Nullable(IReadOnlyDictionary<string, string>? map) =>
        map?.ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value, StringComparer.Ordinal);
}
