namespace Wallstreet.Storage.Local;

/// <summary>Settings of stores on a file system. Bound from the section <c>Storage:Local</c>.</summary>
public sealed class LocalOptions
{
    /// <summary>What a completed write survives.</summary>
    /// <value><see cref="LocalDurability.Content"/> by default.</value>
    public LocalDurability Durability { get; set; } = LocalDurability.Content;
}
