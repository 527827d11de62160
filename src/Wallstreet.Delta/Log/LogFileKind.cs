namespace Wallstreet.Delta.Log;

/// <summary>What a file in <c>_delta_log</c> is, by its name.</summary>
internal enum LogFileKind
{
    Commit,
    ClassicCheckpoint,
    MultipartCheckpoint,
    UuidCheckpoint,
    Compaction,
    Checksum,
}
