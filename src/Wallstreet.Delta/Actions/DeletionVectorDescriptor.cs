using System.Globalization;

namespace Wallstreet.Delta.Actions;

/// <summary>Where the deletion vector of a file is. Protocol section "Deletion Vector Descriptor Schema".</summary>
/// <param name="StorageType"><c>u</c>: a file of the table, named by a UUID; <c>i</c>: inline; <c>p</c>: an absolute
/// path.</param>
/// <param name="PathOrInlineDv">The UUID (with prefix), the bitmap in base 85, or the path.</param>
/// <param name="Offset">Where the bitmap starts in its file.</param>
/// <param name="SizeBytes">The bitmap's size.</param>
/// <param name="Cardinality">How many rows it deletes.</param>
public sealed record DeletionVectorDescriptor(
    string StorageType, string PathOrInlineDv, int? Offset, int SizeBytes, long Cardinality)
{
    /// <summary>What tells two vectors apart.</summary>
    public string UniqueId => Offset is { } offset
        ? string.Create(CultureInfo.InvariantCulture, $"{StorageType}{PathOrInlineDv}@{offset}")
        : StorageType + PathOrInlineDv;
}
