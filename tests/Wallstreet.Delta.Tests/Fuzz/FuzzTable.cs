using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>A table to begin with: all its files, and what a reader makes of them.</summary>
internal sealed class FuzzTable
{
    private readonly Dictionary<string, byte[]> _files;

    public FuzzTable(string name, Dictionary<string, byte[]> files)
    {
        Name = name;
        _files = files;
        Keys = [.. files.Keys.Order(ObjectKey.Order)];
        Targets = [.. Keys.Where(static key => KindOf(key) != FuzzTarget.Other)];
    }

    public string Name { get; }

    public IReadOnlyList<string> Keys { get; }

    /// <summary>The files that are worth damaging.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>What a reader makes of it.</summary>
    public FuzzState Baseline { get; set; } = null!;

    /// <summary>What a reader makes of the version before; null if that cannot be read.</summary>
    public FuzzState? Before { get; set; }

    /// <summary>What a reader makes of the checkpoint that it starts with; null if there is none.</summary>
    public FuzzState? Checkpoint { get; set; }

    public byte[]? Find(string key) => _files.GetValueOrDefault(key);

    public static FuzzTarget KindOf(string key)
    {
        if (!key.StartsWith("_delta_log/", StringComparison.Ordinal))
        {
            return key.EndsWith(".bin", StringComparison.Ordinal) ? FuzzTarget.DeletionVector
                : key.EndsWith(".parquet", StringComparison.Ordinal) ? FuzzTarget.Data : FuzzTarget.Other;
        }

        return key["_delta_log/".Length..] switch
        {
            "_last_checkpoint" => FuzzTarget.LastCheckpoint,
            ['_', 's', 'i', 'd', ..] when key.EndsWith(".parquet", StringComparison.Ordinal) => FuzzTarget.ParquetCheckpoint,
            ['_', ..] => FuzzTarget.Other,
            _ when key.EndsWith(".crc", StringComparison.Ordinal) => FuzzTarget.Checksum,
            _ when key.EndsWith(".compacted.json", StringComparison.Ordinal) => FuzzTarget.Compaction,
            _ when key.EndsWith(".parquet", StringComparison.Ordinal) => FuzzTarget.ParquetCheckpoint,
            _ when key.Contains(".checkpoint.", StringComparison.Ordinal) => FuzzTarget.JsonCheckpoint,
            _ when key.EndsWith(".json", StringComparison.Ordinal) => FuzzTarget.Commit,
            _ => FuzzTarget.Other,
        };
    }
}
