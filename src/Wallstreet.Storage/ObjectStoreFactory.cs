using System.Collections.Concurrent;
using Amazon.S3;
using Wallstreet.Storage.Local;
using Wallstreet.Storage.Memory;
using Wallstreet.Storage.S3;

namespace Wallstreet.Storage;

/// <summary>
/// Opens object stores by their location. Memory stores live as long as the factory, and two openings of one name are
/// the same store. Stores on S3 share one client and one proof per bucket; do not use them after the factory is disposed.
/// </summary>
public sealed class ObjectStoreFactory : IDisposable
{
    private readonly ObjectStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, MemoryObjectStore> _memory = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, S3Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Lazy<AmazonS3Client> _client;

    /// <summary>A factory with its settings.</summary>
    /// <param name="options">The settings; values out of range are refused here.</param>
    /// <param name="time">The clock; the system's if absent.</param>
    public ObjectStoreFactory(ObjectStoreOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _time = time ?? TimeProvider.System;
        _client = new Lazy<AmazonS3Client>(() => S3ClientOptions.NewClient(_options.S3, _time));
    }

    /// <summary>Opens a store. Nothing is read or written yet, so a wrong address or key shows at the first use.</summary>
    /// <param name="location">
    /// A path (relative ones to the working folder), <c>file:///path</c>, <c>memory://name/prefix</c> or
    /// <c>s3://bucket/prefix</c> (<c>s3a://</c> too). In URIs, special characters are percent-encoded.
    /// </param>
    /// <returns>The store.</returns>
    /// <exception cref="InvalidStoreLocationException">The location is none of these.</exception>
    public IObjectStore Open(string location)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (string.IsNullOrWhiteSpace(location))
        {
            throw new InvalidStoreLocationException(
                "The location is empty. Name a folder, file:///path, memory://name or s3://bucket/prefix.");
        }

        int scheme = location.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return new LocalObjectStore(location, _options.Local);
        }

        if (!Uri.TryCreate(location, UriKind.Absolute, out Uri? uri))
        {
            throw new InvalidStoreLocationException($"'{location}' is not a valid URI.");
        }

        return uri.Scheme switch
        {
            "file" => OpenFolder(uri),
            "memory" => Below(_memory.GetOrAdd(NameOf(uri), name => new MemoryObjectStore(name, _time)), uri),
            "s3" or "s3a" => OpenBucket(uri),
            _ => throw new InvalidStoreLocationException(
                $"'{location}' has the scheme '{uri.Scheme}', which is not known. "
                + "Use a path, file:///, memory:// or s3://."),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Clear();
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private LocalObjectStore OpenFolder(Uri uri) => uri.Host.Length == 0
        ? new LocalObjectStore(uri.LocalPath, _options.Local)
        : throw new InvalidStoreLocationException(
            $"'{uri}' names the host '{uri.Host}'. A file location has three slashes: file:///path.");

    private S3ObjectStore OpenBucket(Uri uri)
    {
        S3Bucket bucket = _buckets.GetOrAdd(NameOf(uri), name => new S3Bucket(_client.Value, name, _options, _time));
        string prefix = StoreLocation.PathOf(uri);
        if (prefix.Length == 0)
        {
            return new S3ObjectStore(bucket, "");
        }

        ObjectKey.Validate(prefix);
        return new S3ObjectStore(bucket, prefix + "/");
    }

    private static string NameOf(Uri uri) => uri.Host.Length > 0
        ? uri.Host
        : throw new InvalidStoreLocationException($"'{uri}' lacks a name after {uri.Scheme}://.");

    private static IObjectStore Below(IObjectStore store, Uri uri)
    {
        string prefix = StoreLocation.PathOf(uri);
        return prefix.Length == 0 ? store : store.Under(prefix);
    }
}
