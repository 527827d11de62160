namespace Wallstreet.Query.Caching;

/// <summary>One object in the cache. The cache's lock guards it.</summary>
internal sealed class CacheEntry(string name, long sizeBytes)
{
    public string Name { get; } = name;

    public long SizeBytes { get; } = sizeBytes;

    public int Pins { get; set; }

    public long LastUse { get; set; }

    public Task<string>? Copy { get; set; }
}
