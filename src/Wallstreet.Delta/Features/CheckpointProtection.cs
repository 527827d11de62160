using System.Globalization;
using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Features;

/// <summary>Up to which version a table's past is closed to programs that do not know the features it had: the checkpoints
/// before that version hide it from them. The protocol's request for comments "Checkpoint Protection".</summary>
internal static class CheckpointProtection
{
    public const string Key = "delta.requireCheckpointProtectionBeforeVersion";

    /// <summary>The first version that is open again; 0 if all are.</summary>
    public static long VersionOf(Protocol protocol, Metadata metadata) =>
        protocol.HasWriterFeature(TableFeatures.CheckpointProtection) ? metadata.FindNumber(Key) ?? 0 : 0;

    /// <summary>The metadata of a table whose past is closed up to a version.</summary>
    public static Metadata Before(Metadata metadata, long version) =>
        metadata.WithProperties((Key, version.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The metadata of a table whose past is open.</summary>
    public static Metadata None(Metadata metadata) => metadata with
    {
        Configuration = metadata.Configuration.Where(static pair => pair.Key != Key)
            .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal),
    };
}
