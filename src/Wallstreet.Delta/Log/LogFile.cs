using System.Globalization;

namespace Wallstreet.Delta.Log;

/// <summary>A file in <c>_delta_log</c> whose name says what it is. Protocol section "File Types".</summary>
/// <param name="Key">The object's key, relative to the table.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Version">Its version; of a compaction, the last.</param>
internal sealed record LogFile(string Key, LogFileKind Kind, long Version)
{
    public const string Folder = "_delta_log/";
    public const string LastCheckpointKey = Folder + "_last_checkpoint";
    public const string SidecarFolder = Folder + "_sidecars/";
    private const int VersionDigits = 20;
    private const int PartDigits = 10;

    /// <summary>The file's size; 0 where it was not listed.</summary>
    public long SizeBytes { get; init; }

    /// <summary>When the store says it was written.</summary>
    public DateTimeOffset LastModified { get; init; }

    /// <summary>The first version of a compaction.</summary>
    public long FromVersion { get; init; }

    /// <summary>The part of a multi-part checkpoint, from 1.</summary>
    public int Part { get; init; }

    /// <summary>The number of parts of a multi-part checkpoint.</summary>
    public int Parts { get; init; }

    public static string CommitKey(long version) => Folder + Digits(version) + ".json";

    public static string CheckpointKey(long version) => Folder + Digits(version) + ".checkpoint.parquet";

    public static string ChecksumKey(long version) => Folder + Digits(version) + ".crc";

    public static string V2CheckpointKey(long version, Guid id) => Folder + Digits(version) + $".checkpoint.{id:D}.json";

    public static string CompactionKey(long from, long to) => Folder + Digits(from) + "." + Digits(to) + ".compacted.json";

    /// <summary>The key before which every file of an older version sorts.</summary>
    public static string StartKey(long version) => Folder + Digits(version);

    /// <summary>Parses a key; files of other names are no business of the protocol.</summary>
    public static LogFile? TryParse(string key, long sizeBytes, DateTimeOffset lastModified)
    {
        if (!key.StartsWith(Folder, StringComparison.Ordinal))
        {
            return null;
        }

        ReadOnlySpan<char> name = key.AsSpan(Folder.Length);
        if (name.Length <= VersionDigits + 1 || name[VersionDigits] != '.'
            || !TryDigits(name[..VersionDigits], out long version))
        {
            return null;
        }

        LogFile? file = ParseRest(key, version, name[(VersionDigits + 1)..]);
        return file is null ? null : file with { SizeBytes = sizeBytes, LastModified = lastModified };
    }

    private static LogFile? ParseRest(string key, long version, ReadOnlySpan<char> rest)
    {
        if (rest.SequenceEqual("json"))
        {
            return new LogFile(key, LogFileKind.Commit, version);
        }

        if (rest.SequenceEqual("checkpoint.parquet"))
        {
            return new LogFile(key, LogFileKind.ClassicCheckpoint, version);
        }

        if (rest.SequenceEqual("crc"))
        {
            return new LogFile(key, LogFileKind.Checksum, version);
        }

        if (rest.StartsWith("checkpoint."))
        {
            return ParseCheckpoint(key, version, rest["checkpoint.".Length..]);
        }

        return rest.EndsWith(".compacted.json") && rest.Length == VersionDigits + ".compacted.json".Length
            && TryDigits(rest[..VersionDigits], out long last) && last > version
            ? new LogFile(key, LogFileKind.Compaction, last) { FromVersion = version }
            : null;
    }

    private static LogFile? ParseCheckpoint(string key, long version, ReadOnlySpan<char> rest)
    {
        const int PartLength = PartDigits + 1 + PartDigits;
        if (rest.Length == PartLength + ".parquet".Length && rest[PartDigits] == '.' && rest.EndsWith(".parquet")
            && TryDigits(rest[..PartDigits], out long part)
            && TryDigits(rest.Slice(PartDigits + 1, PartDigits), out long parts)
            && part >= 1 && part <= parts && parts <= int.MaxValue)
        {
            return new LogFile(key, LogFileKind.MultipartCheckpoint, version) { Part = (int)part, Parts = (int)parts };
        }

        int dot = rest.LastIndexOf('.');
        return dot > 0 && Guid.TryParse(rest[..dot], out _) && rest[(dot + 1)..] is "json" or "parquet"
            ? new LogFile(key, LogFileKind.UuidCheckpoint, version)
            : null;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Digits(long version) => version.ToString("D20", CultureInfo.InvariantCulture);
}
