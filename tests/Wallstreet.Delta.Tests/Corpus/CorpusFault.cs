namespace Wallstreet.Delta.Tests.Corpus;

/// <summary>A table of the corpus that must not be read, and what is wrong with it.</summary>
/// <param name="Path">The table's folder within the corpus.</param>
/// <param name="Error">The name of the exception's type.</param>
/// <param name="Tells">A part of its message that names the trouble.</param>
public sealed record CorpusFault(string Path, string Error, string Tells)
{
    private const string Golden = "kernel-rs-golden/";
    private const string Log = nameof(DeltaLogException);
    private const string File = nameof(DataFileException);

    /// <summary>All tables that must not be read. Most have a log only: its data files were never there.</summary>
    public static IReadOnlyList<CorpusFault> All { get; } =
    [
        new("delta-golden-extra/corrupted-last-checkpoint", Log, "00000000000000000010.checkpoint.parquet cannot be read: The action 'metaData' lacks 'schemaString'"),
        new("delta-spark-resources/table-with-dv-special-char", File, "pfile:{{FOLDER_WITH_SPECIAL_CHAR}}/"),
        new("kernel-rs-data/app-txn-with-last-updated", File, "part-00001-63bc815a-54ba-4614-8260-a7ed44382395-c000.snappy.parquet"),
        new("kernel-rs-data/crc-malformed", nameof(DeltaTableNotFoundException), "_delta_log holds no commit"),
        new("kernel-rs-data/table-with-geo", nameof(UnsupportedFeatureException), "geospatial"),
        new("kernel-rs-data/with_checkpoint_no_last_checkpoint", File, "part-00000-70b1dcdf-0236-4f63-a072-124cdbafd8a0-c000.snappy.parquet"),
        new(Golden + "checkpoint/delta", File, "15"),
        new(Golden + "data-reader-absolute-paths-escaped-chars/delta", Log, "The log up to version 1 has no 'metaData' action"),
        new(Golden + "delete-re-add-same-file-different-transactions/delta", File, "foo"),
        new(Golden + "deltalog-commit-info/delta", Log, "Line 1 of _delta_log/00000000000000000000.json is not a valid action: The action 'metaData' lacks 'schemaString'"),
        new(Golden + "deltalog-invalid-protocol-version/delta", nameof(UnsupportedFeatureException), "reader version 99"),
        new(Golden + "deltalog-state-reconstruction-from-checkpoint-missing-metadata/delta", Log, "The log up to version 10 has no 'metaData' action"),
        new(Golden + "deltalog-state-reconstruction-from-checkpoint-missing-protocol/delta", Log, "00000000000000000010.checkpoint.parquet cannot be read: The action 'metaData' lacks 'schemaString'"),
        new(Golden + "deltalog-state-reconstruction-without-metadata/delta", Log, "The log up to version 0 has no 'metaData' action"),
        new(Golden + "deltalog-state-reconstruction-without-protocol/delta", Log, "The log up to version 0 has no 'protocol' action"),
        new(Golden + "log-replay-special-characters-b/delta", File, "special%20p@%23h"),
        new(Golden + "update-deleted-directory/delta", Log, "00000000000000000000.checkpoint.parquet cannot be read: The action 'metaData' lacks 'schemaString'"),
        new(Golden + "versions-not-contiguous/delta", Log, "The log jumps from version 0 to 2"),
    ];

    /// <summary>The fault of a table, if it has one.</summary>
    public static CorpusFault? Find(string path) => All.FirstOrDefault(fault => fault.Path == path);
}
