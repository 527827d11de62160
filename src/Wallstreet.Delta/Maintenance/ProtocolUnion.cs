using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Maintenance;

/// <summary>The least protocol that knows what either of two does: a table never loses a feature that files or commits of
/// its history may need. Protocol section "Protocol Evolution".</summary>
internal static class ProtocolUnion
{
    public static Protocol Of(Protocol now, Protocol then)
    {
        if (now == then)
        {
            return now;
        }

        int reader = Math.Max(now.MinReaderVersion, then.MinReaderVersion);
        int writer = Math.Max(now.MinWriterVersion, then.MinWriterVersion);
        string[] writers = Union(now.WriterFeatures, then.WriterFeatures);
        if (writer < 7)
        {
            return new Protocol(reader, writer);
        }

        // A table that lists features lists those too that a version number implied.
        writers = [.. writers.Union(Legacy(now)).Union(Legacy(then)).Order(StringComparer.Ordinal)];
        string[] readers = Union(now.ReaderFeatures, then.ReaderFeatures);
        if (reader >= 2 && writers.Contains(TableFeatures.ColumnMapping))
        {
            readers = [.. readers.Union([TableFeatures.ColumnMapping]).Order(StringComparer.Ordinal)];
        }

        return new Protocol(readers.Length > 0 ? 3 : reader, writer)
        {
            ReaderFeatures = readers.Length > 0 ? readers : null,
            WriterFeatures = writers,
        };
    }

    private static IEnumerable<string> Legacy(Protocol protocol) =>
        protocol.MinWriterVersion < 7 ? TableFeatures.LegacyFeatures(protocol.MinWriterVersion) : [];

    private static string[] Union(IReadOnlyList<string>? a, IReadOnlyList<string>? b) =>
        [.. (a ?? []).Union(b ?? []).Order(StringComparer.Ordinal)];
}
