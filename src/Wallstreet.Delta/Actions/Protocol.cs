namespace Wallstreet.Delta.Actions;

/// <summary>What a program must know to read or write the table. Protocol section "Protocol Evolution".</summary>
/// <param name="MinReaderVersion">The reader version, 1 to 3.</param>
/// <param name="MinWriterVersion">The writer version, 1 to 7.</param>
public sealed record Protocol(int MinReaderVersion, int MinWriterVersion)
{
    /// <summary>The features a reader must know; only at reader version 3.</summary>
    public IReadOnlyList<string>? ReaderFeatures { get; init; }

    /// <summary>The features a writer must know; only at writer version 7.</summary>
    public IReadOnlyList<string>? WriterFeatures { get; init; }

    /// <summary>Compares versions and features, whatever their order.</summary>
    /// <param name="other">The other protocol.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(Protocol? other) =>
        other is not null && MinReaderVersion == other.MinReaderVersion && MinWriterVersion == other.MinWriterVersion
        && Same(ReaderFeatures, other.ReaderFeatures) && Same(WriterFeatures, other.WriterFeatures);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MinReaderVersion, MinWriterVersion);

    /// <summary>Whether the table's writers know a feature, by its name or by a version that implies it.</summary>
    /// <param name="feature">The feature's name.</param>
    /// <returns>Whether it is supported on this table.</returns>
    public bool HasWriterFeature(string feature) =>
        MinWriterVersion >= 7
            ? WriterFeatures?.Contains(feature) ?? false
            : TableFeatures.LegacyWriterVersion(feature) <= MinWriterVersion;

    /// <summary>Whether the table's writers know a feature, or what it was called before it was finished.</summary>
    internal bool Covers(string feature) => HasWriterFeature(feature) || HasWriterFeature(feature + "-preview");

    /// <summary>Whether this asks for everything that another protocol asks for.</summary>
    internal bool Includes(Protocol other) =>
        MinReaderVersion >= other.MinReaderVersion && MinWriterVersion >= other.MinWriterVersion
        && (other.ReaderFeatures ?? []).All(feature => ReaderFeatures?.Contains(feature) ?? false)
        && (other.WriterFeatures ?? TableFeatures.LegacyFeatures(other.MinWriterVersion)).All(HasWriterFeature);

    private static bool Same(IReadOnlyList<string>? a, IReadOnlyList<string>? b) =>
        a is null || b is null ? a is null && b is null : a.ToHashSet().SetEquals(b);
}
