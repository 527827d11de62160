using Wallstreet.Storage.Local;
using Wallstreet.Storage.S3;

namespace Wallstreet.Storage;

/// <summary>How object stores are reached. Bound from the section <c>Storage</c>.</summary>
public sealed class ObjectStoreOptions
{
    /// <summary>Settings of stores on a file system.</summary>
    public LocalOptions Local { get; set; } = new();

    /// <summary>Settings of stores on S3 and what is compatible with it.</summary>
    public S3Options S3 { get; set; } = new();

    /// <summary>Files of at least this size are uploaded in parts.</summary>
    /// <value>From 5 MiB to 5 GiB; 32 MiB by default.</value>
    public long MultipartThresholdBytes { get; set; } = 32L << 20;

    /// <summary>The size of one part of a multipart upload. It grows by itself where a file would need over 10,000.</summary>
    /// <value>From 5 MiB to 1 GiB; 16 MiB by default.</value>
    public int PartSizeBytes { get; set; } = 16 << 20;

    /// <summary>Refuses values out of range.</summary>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Local);
        ArgumentNullException.ThrowIfNull(S3);
        ArgumentOutOfRangeException.ThrowIfLessThan(MultipartThresholdBytes, 5L << 20);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MultipartThresholdBytes, 5L << 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(PartSizeBytes, 5 << 20);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PartSizeBytes, 1 << 30);
        S3.Validate();
    }
}
