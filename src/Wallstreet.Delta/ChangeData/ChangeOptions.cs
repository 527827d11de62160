namespace Wallstreet.Delta.ChangeData;

/// <summary>How changes are found.</summary>
public sealed record ChangeOptions
{
    /// <summary>Whether changes of versions that recorded none are inferred from the files that were added and removed,
    /// where these tell: appends, deletes of whole files or by deletion vectors, overwrites, restores. A commit that
    /// copied rows from old files into new ones is refused.</summary>
    /// <value><see langword="false"/> by default: such a version is an error, as in Spark.</value>
    public bool InferWithoutFeed { get; init; }
}
