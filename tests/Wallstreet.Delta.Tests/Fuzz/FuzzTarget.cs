namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>What kind of file is damaged.</summary>
internal enum FuzzTarget
{
    Other,
    Commit,
    Compaction,
    JsonCheckpoint,
    ParquetCheckpoint,
    LastCheckpoint,
    Checksum,
    DeletionVector,
    Data,
}
