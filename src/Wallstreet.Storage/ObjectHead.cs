namespace Wallstreet.Storage;

/// <summary>What a store knows of an object without reading it.</summary>
/// <param name="Key">The key, relative to the store's location.</param>
/// <param name="SizeBytes">The size of its content.</param>
/// <param name="LastModified">When its content was written, by the store's clock, in UTC.</param>
/// <param name="ETag">A token that changes when the content is replaced, without quotes; opaque.</param>
public readonly record struct ObjectHead(string Key, long SizeBytes, DateTimeOffset LastModified, string? ETag);
