using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Features;

/// <summary>Raises protocols as little as a table needs, and never takes away what an older version may have used. Protocol
/// section "Table Features for New and Existing Tables".</summary>
internal static class ProtocolUpgrade
{
    private const int FeaturesReader = 3;
    private const int FeaturesWriter = 7;

    /// <summary>The least protocol that has all that another one has, what metadata asks for, and further features.</summary>
    public static Protocol Cover(Protocol current, Metadata metadata, params IEnumerable<string> asked)
    {
        SortedSet<string> needed = new(
            TableProtocol.Needed(metadata).Concat(asked).SelectMany(FeatureCatalog.WithRequired), StringComparer.Ordinal);
        string[] missing = [.. needed.Where(feature => !Has(current, feature))];
        if (missing.Length == 0)
        {
            return current;
        }

        int legacy = missing.Max(TableFeatures.LegacyWriterVersion);
        bool plain = legacy <= TableFeatures.LegacyWriterVersion(TableFeatures.GeneratedColumns);
        return current.MinWriterVersion < FeaturesWriter && plain
            ? new Protocol(current.MinReaderVersion, Math.Max(current.MinWriterVersion, legacy))
            : WithFeatures(current, missing);
    }

    /// <summary>A protocol that names its features one by one.</summary>
    public static Protocol WithFeatures(Protocol current, params IEnumerable<string> further)
    {
        SortedSet<string> writer = new(Of(current).Concat(further.SelectMany(FeatureCatalog.WithRequired)), StringComparer.Ordinal);
        SortedSet<string> reader = new((current.ReaderFeatures ?? []).Concat(writer.Where(FeatureCatalog.IsForReaders)), StringComparer.Ordinal);

        // A reader version that lists features keeps its list, even an empty one.
        bool lists = reader.Count > 0 || current.MinReaderVersion >= FeaturesReader;
        return new Protocol(lists ? FeaturesReader : 1, FeaturesWriter)
        {
            ReaderFeatures = lists ? [.. reader] : null,
            WriterFeatures = [.. writer],
        };
    }

    /// <summary>A protocol without a feature, as old as it can be then.</summary>
    public static Protocol Without(Protocol current, string feature)
    {
        string[] writer = [.. Of(current).Where(name => name != feature).Order(StringComparer.Ordinal)];
        string[] reader = [.. (current.ReaderFeatures ?? []).Where(name => name != feature).Order(StringComparer.Ordinal)];
        if (reader.Length == 0)
        {
            for (int version = 2; version <= 4; version++)
            {
                if (TableFeatures.LegacyFeatures(version).ToHashSet().SetEquals(writer))
                {
                    return new Protocol(1, version);
                }
            }
        }

        return new Protocol(reader.Length > 0 ? FeaturesReader : 1, FeaturesWriter)
        {
            ReaderFeatures = reader.Length > 0 ? reader : null,
            WriterFeatures = writer,
        };
    }

    /// <summary>The features that a protocol has, by name or by its version.</summary>
    public static IEnumerable<string> Of(Protocol protocol) =>
        protocol.WriterFeatures ?? TableFeatures.LegacyFeatures(protocol.MinWriterVersion);

    private static bool Has(Protocol protocol, string feature) => Names(protocol, feature) || Names(protocol, feature + "-preview");

    private static bool Names(Protocol protocol, string feature) => protocol.HasWriterFeature(feature)
        && (!FeatureCatalog.IsForReaders(feature) || protocol.MinReaderVersion < FeaturesReader
            || (protocol.ReaderFeatures?.Contains(feature) ?? false));
}
