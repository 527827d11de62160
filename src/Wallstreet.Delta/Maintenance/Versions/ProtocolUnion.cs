using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Features;

namespace Wallstreet.Delta.Maintenance.Versions;

/// <summary>The least protocol that knows what either of two does: a table never loses a feature that files or commits of
/// its history may need. Protocol section "Protocol Evolution".</summary>
internal static class ProtocolUnion
{
    private const int FeaturesWriter = 7;

    public static Protocol Of(Protocol now, Protocol then)
    {
        if (now == then)
        {
            return now;
        }

        int reader = Math.Max(now.MinReaderVersion, then.MinReaderVersion);
        int writer = Math.Max(now.MinWriterVersion, then.MinWriterVersion);
        return writer < FeaturesWriter
            ? new Protocol(reader, writer)
            : ProtocolUpgrade.WithFeatures(
                now with
                {
                    MinReaderVersion = reader,
                    ReaderFeatures = [.. (now.ReaderFeatures ?? []).Union(then.ReaderFeatures ?? [])],
                },
                ProtocolUpgrade.Of(then));
    }
}
